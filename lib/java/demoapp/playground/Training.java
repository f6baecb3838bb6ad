package demoapp.playground;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;

import demoapp.json.Json;

/** What a class-data archive is made of: the classes that a playground needs to start and to answer its first requests. */
final class Training {
    private final HttpClient http;
    private final Client client;

    private Training(Client client) throws GeneralSecurityException, IOException {
        this.client = client;
        http = HttpClient.newBuilder().sslContext(client.trusting()).build();
    }

    /** @param arguments a folder for it to play in */
    public static void main(String[] arguments) throws GeneralSecurityException, IOException, InterruptedException {
        var folder = new Folder(Path.of(arguments[0]));
        try (var cluster = Cluster.start(new ClusterOptions(1000, 0, folder.path(), 0, 0))) {
            var client = Client.of(folder).orElseThrow();
            client.about(); // its classes too; on a busy machine it may give up
            new Training(client).run(cluster.url());
        }
        Cluster.start(ClusterOptions.in(folder.path())).close(); // this one finds something to load
        System.exit(0);
    }

    private void run(String url) throws IOException, InterruptedException {
        for (var path : List.of("/version", "/api", "/apis", "/openapi/v3", "/openapi/v3/apis/apps/v1", "/healthz")) {
            get(url + path, "application/json");
        }
        var deployments = url + "/apis/apps/v1/namespaces/default/deployments";
        var labels = Json.object("app", "training");
        var deployment = Json.object("apiVersion", "apps/v1", "kind", "Deployment",
                "metadata", Json.object("name", "training"), "spec", Json.object("replicas", 1,
                "selector", Json.object("matchLabels", labels),
                "template", Json.object("metadata", Json.object("labels", labels), "spec", Json.object("containers",
                        List.of(Json.object("name", "main", "image", "nginx"))))));
        send(HttpRequest.newBuilder(URI.create(deployments + "/training?fieldManager=training"))
                .header("Content-Type", "application/apply-patch+yaml")
                .method("PATCH", HttpRequest.BodyPublishers.ofByteArray(Json.bytes(deployment))));
        get(deployments + "?watch=true&timeoutSeconds=1", "application/json");
        get(url + "/api/v1/pods?limit=500", "application/json;as=Table;v=v1;g=meta.k8s.io,application/json");
        send(HttpRequest.newBuilder(URI.create(deployments + "/training")).DELETE());
    }

    private void get(String url, String accept) throws IOException, InterruptedException {
        send(HttpRequest.newBuilder(URI.create(url)).header("Accept", accept).GET());
    }

    private void send(HttpRequest.Builder request) throws IOException, InterruptedException {
        http.send(request.header("Authorization", "Bearer " + client.token()).build(),
                HttpResponse.BodyHandlers.discarding());
    }
}
