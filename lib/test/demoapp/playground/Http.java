package demoapp.playground;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import org.yaml.snakeyaml.Yaml;

import demoapp.json.Json;

/** A plain HTTP client of a playground, set up from its kubeconfig. */
public final class Http {
    /** An answer; its body as JSON when it is JSON, else as text. */
    public record Answer(HttpResponse<byte[]> response, Object body) {
        public int status() {
            return response.statusCode();
        }

        public String text(Object... path) {
            return Json.text(body, path);
        }
    }

    private final String server;
    private final String token;
    private final HttpClient client;

    public Http(java.nio.file.Path kubeconfig) {
        try {
            Object config = new Yaml().load(java.nio.file.Files.readString(kubeconfig));
            server = Json.text(config, "clusters", 0, "cluster", "server");
            token = Json.text(config, "users", 0, "user", "token");
            client = HttpClient.newBuilder().sslContext(trusting(Base64.getDecoder().decode(
                    Json.text(config, "clusters", 0, "cluster", "certificate-authority-data")))).build();
        } catch (IOException | GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static SSLContext trusting(byte[] authority) throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("ca", CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(authority)));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server + path)).header("Authorization", "Bearer " + token)
                .header("User-Agent", "golden/1.0");
    }

    public String url(String path) {
        return server + path;
    }

    public String authorization() {
        return "Bearer " + token;
    }

    public Answer get(String path) {
        return send(request(path).GET());
    }

    public Answer delete(String path) {
        return send(request(path).DELETE());
    }

    public Answer post(String path, Map<String, Object> object) {
        return send("POST", path, "application/json", object);
    }

    public Answer apply(String path, String manager, Map<String, Object> object) {
        return send("PATCH", path + "?fieldManager=" + manager, "application/apply-patch+yaml", object);
    }

    public Answer send(String method, String path, String contentType, Object body) {
        var bytes = body instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : Json.bytes(body);
        return send(request(path).header("Content-Type", contentType)
                .method(method, HttpRequest.BodyPublishers.ofByteArray(bytes)));
    }

    public Answer send(HttpRequest.Builder request) {
        try {
            var response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            var type = response.headers().firstValue("Content-Type").orElse("");
            var body = type.startsWith("application/json") && response.body().length > 0
                    && !new String(response.body(), StandardCharsets.UTF_8).strip().contains("\n{")
                    ? Json.read(response.body()) : new String(response.body(), StandardCharsets.UTF_8);
            return new Answer(response, body);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** A WebSocket; failing that, the answer is in the exception. */
    public WebSocket webSocket(String path, WebSocket.Listener listener, String... headersAndProtocols) {
        var builder = client.newWebSocketBuilder().header("Authorization", "Bearer " + token);
        for (var header : headersAndProtocols) {
            if (header.contains(": ")) {
                builder.header(header.split(": ")[0], header.split(": ")[1]);
            } else {
                builder.subprotocols(header);
            }
        }
        return builder.buildAsync(URI.create(server.replace("https:", "wss:") + path), listener).join();
    }

    public CompletableFuture<HttpResponse<byte[]>> sendAsync(HttpRequest.Builder request) {
        return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    public CompletableFuture<HttpResponse<InputStream>> streamAsync(HttpRequest.Builder request) {
        return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    /** The answer while its body still arrives. */
    public HttpResponse<InputStream> open(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    /** The answer's body as it arrives, for watches. */
    public InputStream stream(String path) throws IOException, InterruptedException {
        return client.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofInputStream()).body();
    }
}
