package demoapp.playground.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;

import javax.net.ssl.SSLException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;

import demoapp.json.Json;
import demoapp.playground.store.Kinds;

/** How Ingresses answer over https. */
class EdgeTest {
    private static final String WELCOME = "Welcome to nginx!";

    private final Outside outside = new Outside();

    @AfterEach
    void stop() {
        outside.close();
    }

    /** @param backend such as `/: web` or, to be Exact, `=/docs: docs` */
    private static String ingress(String host, String secret, String... backends) {
        var paths = new StringBuilder();
        for (var backend : backends) {
            var exact = backend.startsWith("=");
            var parts = backend.substring(exact ? 1 : 0).split(": ");
            paths.append("""
                          - path: %s
                            pathType: %s
                            backend: {service: {name: %s, port: {number: 80}}}
                    """.formatted(parts[0], exact ? "Exact" : "Prefix", parts[1]));
        }
        return """
                ---
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata: {name: %s}
                spec:
                  tls: [{hosts: ["%s"], secretName: %s}]
                  rules:
                  - host: "%s"
                    http:
                      paths:
                %s""".formatted(host.replace("*", "any"), host, secret, host, paths);
    }

    private void startShop() {
        outside.run("web", "nginx:1.29.3", 80);
        outside.cluster.apply(outside.authority.secret("shop-tls", "shop.example"));
        outside.cluster.apply(ingress("shop.example", "shop-tls", "/: web"));
        outside.untilAnswers(200, "shop.example", "/");
    }

    private String event() {
        return String.join("\n", outside.cluster.events("", "NoCertificate"));
    }

    @Test
    void an_ingress_answers_with_the_certificate_out_of_its_secret() {
        startShop();
        var answer = outside.get("shop.example", "/");
        assertTrue(answer.body().contains(WELCOME), answer.body());
        assertEquals("CN=shop.example", answer.certificate().getSubjectX500Principal().getName());
    }

    @Test
    void its_status_tells_where_it_is_reached() {
        startShop();
        var address = Json.map(outside.cluster.get(Kinds.INGRESS, "shop.example"), "status", "loadBalancer", "ingress", 0);
        assertEquals("127.0.0.1", address.get("ip"));
        assertEquals(outside.port(), Json.number(address, 0, "ports", 0, "port"));
    }

    @Test
    void an_ingress_of_another_class_is_not_served() {
        startShop();
        outside.cluster.apply(ingress("blog.example", "shop-tls", "/: web")
                .replace("spec:\n", "spec:\n  ingressClassName: nginx\n"));
        outside.cluster.apply(outside.authority.secret("bar-tls", "bar.example"));
        outside.cluster.apply(ingress("bar.example", "bar-tls", "/: web"));
        outside.untilAnswers(200, "bar.example", "/"); // so the other one was seen too
        assertThrows(AssertionError.class, () -> outside.get("blog.example", "/"));
        assertEquals("", Json.text(outside.cluster.get(Kinds.INGRESS, "blog.example"), "status", "loadBalancer",
                "ingress", 0, "ip"));
    }

    @Test
    void two_hosts_have_two_certificates_on_one_port() {
        startShop();
        outside.run("docs", "httpd:2.4", 80);
        outside.cluster.apply(outside.authority.rsaSecret("docs-tls", "*.docs.example"));
        outside.cluster.apply(ingress("*.docs.example", "docs-tls", "/: docs"));
        outside.untilAnswers(200, "api.docs.example", "/");
        assertEquals("CN=*.docs.example",
                outside.get("api.docs.example", "/").certificate().getSubjectX500Principal().getName());
        assertEquals("", outside.get("api.docs.example", "/").body());
        assertTrue(outside.get("shop.example", "/").body().contains(WELCOME));
        assertThrows(AssertionError.class, () -> outside.get("v2.api.docs.example", "/")); // one label only
    }

    @Test
    void a_replaced_secret_is_served_at_once_and_a_deleted_one_no_more() {
        startShop();
        var before = outside.get("shop.example", "/").certificate();
        outside.cluster.delete(Kinds.SECRET, "shop-tls");
        outside.cluster.until("the default certificate", () -> event().equals("Secret \"shop-tls\" not found; "
                + "the playground's default certificate is served"));
        outside.cluster.apply(outside.authority.secret("shop-tls", "shop.example"));
        outside.untilAnswers(200, "shop.example", "/");
        assertTrue(!before.equals(outside.get("shop.example", "/").certificate()));
    }

    @Test
    void a_broken_secret_gets_a_certificate_that_nobody_trusts_and_a_warning() throws IOException {
        outside.run("web", "nginx:1.29.3", 80);
        outside.cluster.apply(CertificateAuthority.manifest("shop-tls", "not PEM", "neither"));
        outside.cluster.apply(ingress("shop.example", "shop-tls", "/: web"));
        outside.cluster.until("the warning", () -> event().contains("tls.crt"));
        var refused = assertThrows(SSLException.class, () ->
                Browser.trusting(outside.authority.certificate()).get("shop.example", outside.port(), "/"));
        assertTrue(refused.getMessage().contains("unable to find valid certification path"), refused.getMessage());
    }

    @Test
    void a_key_of_another_certificate_is_a_broken_secret() {
        var one = outside.authority.secret("one", "shop.example");
        var other = outside.authority.secret("other", "shop.example");
        outside.cluster.apply(one.replaceFirst("tls.key: .*", other.lines().filter(line -> line.contains("tls.key"))
                .findFirst().orElseThrow().strip()));
        outside.cluster.apply(ingress("shop.example", "one", "/: web"));
        outside.cluster.until("the warning", () -> event().contains("tls.key does not belong to tls.crt"));
    }

    @Test
    void a_certificate_for_another_host_is_not_served() {
        outside.cluster.apply(outside.authority.secret("shop-tls", "blog.example"));
        outside.cluster.apply(ingress("shop.example", "shop-tls", "/: web"));
        outside.cluster.until("the warning", () ->
                event().contains("the certificate in Secret \"shop-tls\" is not made out for shop.example"));
    }

    @Test
    void paths_lead_to_their_services_the_longest_first() {
        startShop();
        outside.run("docs", "httpd:2.4", 80); // answers every path, with nothing
        outside.cluster.set(Kinds.INGRESS, "shop.example", Json.copyOf(Json.at(new org.yaml.snakeyaml.Yaml().load(
                ingress("shop.example", "shop-tls", "/: web", "/docs/: docs", "/docs/old: web", "=/docs/old/a: docs")),
                "spec")), "spec");
        outside.untilAnswers(200, "shop.example", "/docs");
        assertEquals(200, outside.get("shop.example", "/docs/").status());
        assertEquals(200, outside.get("shop.example", "/docs/new?page=2").status());
        assertEquals(404, outside.get("shop.example", "/docsearch").status()); // nginx'
        assertTrue(outside.get("shop.example", "/docs/old/b").body().contains("nginx"));
        assertEquals("", outside.get("shop.example", "/docs/old/a").body());
    }

    @Test
    void what_no_ingress_names_is_not_found_and_a_service_without_pods_unavailable() {
        startShop();
        outside.cluster.apply(outside.authority.secret("all-tls", "all.example", "none.example", "empty.example"));
        outside.cluster.apply(ingress("all.example", "all-tls", "/only: web"));
        outside.cluster.apply(ingress("empty.example", "all-tls", "/: nobody"));
        outside.untilAnswers(503, "empty.example", "/");
        assertEquals(404, outside.get("all.example", "/other").status());
        assertTrue(outside.get("all.example", "/other").body().contains("404 Not Found"));
    }

    @Test
    void a_default_backend_answers_for_all_the_others() {
        startShop();
        outside.cluster.apply(outside.authority.secret("else-tls", "else.example"));
        outside.cluster.apply("""
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata: {name: else}
                spec:
                  tls: [{hosts: [else.example], secretName: else-tls}]
                  defaultBackend: {service: {name: web, port: {name: web}}}
                """);
        outside.untilAnswers(200, "else.example", "/");
    }

    @Test
    void a_body_above_a_mebibyte_is_too_large() throws IOException {
        startShop();
        var browser = Browser.trusting(outside.authority.certificate());
        assertEquals(413, browser.https("shop.example", outside.port(), "POST / HTTP/1.1\r\n",
                "x".repeat(1024 * 1024 + 1)).status());
        assertEquals(200, browser.https("shop.example", outside.port(), "POST / HTTP/1.1\r\n",
                "x".repeat(1024 * 1024)).status());
    }

    @Test
    void plain_http_on_the_https_port_is_refused() {
        startShop();
        assertThrows(IOException.class, () -> Browser.http(outside.port(), "GET / HTTP/1.1\r\n", ""));
    }

    @Test
    void it_speaks_http_2() {
        startShop();
        var vertx = Vertx.vertx();
        try {
            var client = vertx.createHttpClient(new HttpClientOptions().setSsl(true).setUseAlpn(true)
                    .setProtocolVersion(HttpVersion.HTTP_2).setTrustAll(true).setVerifyHost(false));
            var response = client.request(new RequestOptions().setMethod(HttpMethod.GET).setURI("/")
                            .setHost("shop.example").setPort(outside.port())
                            .setServer(SocketAddress.inetSocketAddress(outside.port(), "127.0.0.1")))
                    .compose(request -> request.send())
                    .compose(r -> r.body().map(body -> r.version() + " " + r.statusCode() + " " + body.toString()))
                    .toCompletionStage().toCompletableFuture().join();
            assertTrue(response.startsWith("HTTP_2 200 ") && response.contains(WELCOME), response);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }
}
