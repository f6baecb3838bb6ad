package demoapp.playground.controllers;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import demoapp.json.Json;
import demoapp.playground.store.Kinds;

class IngressTest {
    private final Simulation cluster = new Simulation();

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void an_ingress_of_the_class_playground_gets_an_address() {
        cluster.apply("""
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata: {name: shop}
                spec:
                  ingressClassName: playground
                  defaultBackend: {service: {name: web, port: {number: 80}}}
                """);
        cluster.until("its address", () -> "127.0.0.1".equals(Json.text(
                cluster.get(Kinds.INGRESS, "shop"), "status", "loadBalancer", "ingress", 0, "ip")));
    }
}
