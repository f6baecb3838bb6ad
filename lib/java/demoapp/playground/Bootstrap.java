package demoapp.playground;

import java.util.List;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.Kind;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;

/** What a cluster has from the start; whatever of it exists already stays as it is. */
final class Bootstrap {
    private static final String MANAGER = "kube-apiserver";

    private Bootstrap() { }

    /** @param authority the CA's certificate, which the controllers copy into every namespace */
    static void fill(Registry registry, int port, String authority) {
        for (var namespace : List.of("default", "kube-system", "kube-public", "kube-node-lease")) {
            create(registry, Kinds.NAMESPACE, "", Json.object("metadata", Json.object("name", namespace)));
        }
        create(registry, Kinds.CONFIG_MAP, "kube-system", Json.object("metadata",
                Json.object("name", "kube-root-ca.crt"), "data", Json.object("ca.crt", authority)));
        create(registry, Kinds.STORAGE_CLASS, "", Json.object("metadata", Json.object("name", "standard",
                "annotations", Json.object("storageclass.kubernetes.io/is-default-class", "true")),
                "provisioner", "demoapp/simulated"));
        create(registry, Kinds.INGRESS_CLASS, "", Json.object("metadata", Json.object("name", "playground",
                "annotations", Json.object("ingressclass.kubernetes.io/is-default-class", "true")),
                "spec", Json.object("controller", "demoapp/simulated")));
        DefaultRoles.roles().forEach(role -> create(registry, Kinds.CLUSTER_ROLE, "", role));
        DefaultRoles.bindings().forEach(binding -> create(registry, Kinds.CLUSTER_ROLE_BINDING, "", binding));
        for (var critical : List.of("system-cluster-critical", "system-node-critical")) {
            create(registry, Kinds.PRIORITY_CLASS, "", Json.object("metadata", Json.object("name", critical), "value",
                    critical.contains("node") ? 2_000_001_000 : 2_000_000_000));
        }
        create(registry, Kinds.SERVICE, "default", Json.object("metadata", Json.object("name", "kubernetes",
                "labels", Json.object("component", "apiserver", "provider", "kubernetes")),
                "spec", Json.object("clusterIP", "10.96.0.1", "ports", List.of(Json.object("name", "https", "port",
                        443, "protocol", "TCP", "targetPort", port)))));
    }

    private static void create(Registry registry, Kind kind, String namespace, Map<String, Object> object) {
        try {
            registry.create(kind, namespace, object, MANAGER);
        } catch (ApiException exists) {
            if (!exists.reason().equals("AlreadyExists")) {
                throw exists;
            }
        }
    }
}
