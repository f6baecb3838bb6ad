package demoapp.image;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import demoapp.Problem;
import demoapp.cluster.Cluster;
import demoapp.json.Json;

/**
 * What has been brought onto a cluster: ConfigMap kube-system/demoapp-images, a key for each image such as
 * {@code demoapp.0.0.2}. Its value has the digest of what it was built from, and its Rails migrations, a line each: the
 * playground goes by these.
 */
final class ImageRecord {
    private static final String CONFIG_MAPS = "/api/v1/namespaces/kube-system/configmaps";
    private static final String NAME = "demoapp-images";
    private static final String CONTEXT = "context ";

    private final Cluster cluster;
    private final String key;

    ImageRecord(Cluster cluster, ImageName image) {
        this.cluster = cluster;
        key = image.repository().replaceFirst(".*/", "") + "." + image.tag();
    }

    /** The digest of what it was built from; "" when nothing is known. */
    String context() {
        var answer = cluster.requests().get(CONFIG_MAPS + "/" + NAME);
        return !answer.ok() ? "" : Json.text(answer.json(), "data", key).lines().filter(line -> line.startsWith(CONTEXT))
                .map(line -> line.substring(CONTEXT.length())).findFirst().orElse("");
    }

    /** @throws Problem when it may not be written */
    void write(String context, List<String> migrations) {
        var text = Stream.concat(Stream.of(CONTEXT + context), migrations.stream()).collect(Collectors.joining("\n", "", "\n"));
        var change = Json.object("data", Json.object(key, text));
        var query = "?fieldManager=demoapp-image";
        var answer = cluster.requests().send("PATCH", CONFIG_MAPS + "/" + NAME + query, "application/merge-patch+json", change);
        if (answer.code() == 404) {
            change.put("metadata", Map.of("name", NAME, "labels", Map.of("app", "demoapp")));
            answer = cluster.requests().send("POST", CONFIG_MAPS + query, "application/json", change);
        }
        if (!answer.ok()) {
            throw Problem.failed("cannot write configmap kube-system/" + NAME + ": " + answer.message());
        }
    }
}
