package demoapp.playground.edge;

import java.io.IOException;
import java.util.List;

import io.vertx.core.Vertx;

import demoapp.playground.controllers.Simulation;

/** A simulated cluster with its Ingress controller and its node ports. */
final class Outside implements AutoCloseable {
    final Simulation cluster = new Simulation();
    final CertificateAuthority authority = new CertificateAuthority();
    private final Vertx vertx = Vertx.vertx();
    private final Edge edge = new Edge(vertx, cluster.registry, cluster.node.network());

    Outside() {
        cluster.apply("""
                apiVersion: networking.k8s.io/v1
                kind: IngressClass
                metadata:
                  name: playground
                  annotations: {ingressclass.kubernetes.io/is-default-class: "true"}
                spec: {controller: demoapp/simulated}
                """);
        edge.listen(List.of(0), 0);
        edge.start(0);
    }

    int port() {
        return edge.port();
    }

    /** A GET over https by somebody who trusts the user's CA. */
    Browser.Answer get(String host, String path) {
        try {
            return Browser.trusting(authority.certificate()).get(host, port(), path);
        } catch (IOException failure) {
            throw new AssertionError(host + path + ": " + failure, failure);
        }
    }

    void untilAnswers(int status, String host, String path) {
        cluster.until("%d from %s%s".formatted(status, host, path), () -> {
            try {
                return Browser.trusting(authority.certificate()).get(host, port(), path).status() == status;
            } catch (IOException notYet) {
                return false;
            }
        });
    }

    /** A pod with the image, ready at once, and its Service. */
    void run(String name, String image, int port) {
        cluster.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: %1$s, labels: {run: %1$s}}
                spec: {containers: [{name: %1$s, image: "%2$s"}]}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: %1$s}
                spec: {selector: {run: %1$s}, ports: [{name: web, port: 80, targetPort: %3$d}]}
                """.formatted(name, image, port));
    }

    @Override
    public void close() {
        edge.close();
        cluster.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
