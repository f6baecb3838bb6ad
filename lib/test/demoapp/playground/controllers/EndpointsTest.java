package demoapp.playground.controllers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import demoapp.json.Json;
import demoapp.playground.store.Kinds;

class EndpointsTest {
    private final Simulation cluster = new Simulation();

    @AfterEach
    void stop() {
        cluster.close();
    }

    private void pod(String name, String path) {
        cluster.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, labels: {app: web}}
                spec:
                  containers:
                    - name: web
                      image: nginx:1.25
                      ports: [{name: http, containerPort: 80}]
                      readinessProbe: {httpGet: {path: %s, port: http}, periodSeconds: 1}
                """.formatted(name, path));
    }

    private void service() {
        cluster.apply("""
                apiVersion: v1
                kind: Service
                metadata: {name: web}
                spec:
                  selector: {app: web}
                  ports: [{port: 8080, targetPort: http}]
                """);
    }

    @Test
    void ready_pods_are_behind_the_service_and_others_are_noted() {
        pod("good", "/");
        pod("bad", "/nope");
        service();
        cluster.until("both addresses", () -> {
            var subset = Json.at(cluster.get(Kinds.ENDPOINTS, "web"), "subsets", 0);
            return "good".equals(Json.text(subset, "addresses", 0, "targetRef", "name"))
                    && "bad".equals(Json.text(subset, "notReadyAddresses", 0, "targetRef", "name"));
        });
        assertEquals(80, Json.number(cluster.get(Kinds.ENDPOINTS, "web"), 0, "subsets", 0, "ports", 0, "port"));
        cluster.until("the slice", () -> cluster.list(Kinds.ENDPOINT_SLICE).stream()
                .anyMatch(slice -> Json.list(slice, "endpoints").size() == 2));
    }

    @Test
    void the_endpoints_go_with_the_service() {
        pod("good", "/");
        service();
        cluster.until("the endpoints", () -> !Json.list(cluster.get(Kinds.ENDPOINTS, "web"), "subsets").isEmpty());
        cluster.delete(Kinds.SERVICE, "web");
        cluster.until("them to go", () -> cluster.list(Kinds.ENDPOINTS).isEmpty()
                && cluster.list(Kinds.ENDPOINT_SLICE).isEmpty());
    }
}
