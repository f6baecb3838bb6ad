package demoapp.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import demoapp.cluster.Cluster;
import demoapp.cluster.Resources;
import demoapp.json.Json;

/**
 * What manifests refer to by name: ConfigMaps, Secrets, claims and Services. A pod whose ConfigMap does not exist never
 * starts, and says so only in its events; here it is said before anything is written.
 */
public final class References {
    /**
     * @param required  whether the object is of no use without it
     * @param namespace of the object that refers to it
     */
    public record Reference(String kind, String name, String namespace, boolean required, Manifest from, Object[] path) {
        public boolean isMetBy(Manifest manifest, String defaultNamespace) {
            return manifest.kind().equals(kind) && manifest.name().equals(name)
                    && manifest.namespaceOr(defaultNamespace).equals(namespace);
        }

        @Override
        public String toString() {
            return from.where(path) + ": " + from.title() + " refers to " + kind + " " + name
                    + ", which is neither here nor in namespace " + namespace;
        }
    }

    private References() { }

    /**
     * @param secrets those that are about to be made
     * @param warn    takes what is missing but can come later
     * @throws Problem for what is referred to and is neither among the manifests nor in the cluster
     */
    public static void check(List<Manifest> manifests, List<String> secrets, Cluster cluster, Resources resources,
            Consumer<String> warn) {
        var open = manifests.stream().flatMap(manifest -> of(manifest, cluster.namespace()))
                .filter(reference -> !reference.kind.equals("Secret") || !secrets.contains(reference.name))
                .filter(reference -> manifests.stream().noneMatch(m -> reference.isMetBy(m, cluster.namespace())))
                .toList();
        var missing = cluster.requests().parallel(open, reference -> isMissing(reference, cluster, resources));
        var problems = new ArrayList<String>();
        for (var i = 0; i < open.size(); i++) {
            if (missing.get(i) && open.get(i).required) {
                problems.add(open.get(i).toString());
            } else if (missing.get(i)) {
                warn.accept(open.get(i).toString());
            }
        }
        Manifests.throwIfAny(problems);
    }

    private static boolean isMissing(Reference reference, Cluster cluster, Resources resources) {
        var resource = resources.of("v1", reference.kind).orElseThrow();
        // Whoever may not read Secrets (403) is not told that they are missing.
        return cluster.requests().get(resource.path(reference.namespace) + "/" + reference.name).code() == 404;
    }

    /** @param defaultNamespace of manifests that name none */
    public static Stream<Reference> of(Manifest manifest, String defaultNamespace) {
        var found = new ArrayList<Reference>();
        var collector = new Collector(manifest, manifest.namespaceOr(defaultNamespace), found);
        switch (manifest.kind()) {
            case "Pod" -> collector.podSpec("spec");
            case "CronJob" -> collector.podSpec("spec", "jobTemplate", "spec", "template", "spec");
            case "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "ReplicationController" ->
                collector.podSpec("spec", "template", "spec");
            case "Ingress" -> collector.ingress();
            default -> { }
        }
        return found.stream();
    }

    /** Walks one manifest. Paths are kept, for the line. */
    private record Collector(Manifest manifest, String namespace, List<Reference> found) {
        void podSpec(Object... spec) {
            for (var list : List.of("initContainers", "containers")) {
                for (var i = 0; i < size(path(spec, list)); i++) {
                    container(path(spec, list, i));
                }
            }
            var volumes = path(spec, "volumes");
            for (var i = 0; i < size(volumes); i++) {
                add("ConfigMap", path(volumes, i, "configMap"), "name");
                add("Secret", path(volumes, i, "secret"), "secretName");
                add("PersistentVolumeClaim", path(volumes, i, "persistentVolumeClaim"), "claimName");
                var sources = path(volumes, i, "projected", "sources");
                for (var j = 0; j < size(sources); j++) {
                    add("ConfigMap", path(sources, j, "configMap"), "name");
                    add("Secret", path(sources, j, "secret"), "name");
                }
            }
        }

        void container(Object... container) {
            for (var i = 0; i < size(path(container, "envFrom")); i++) {
                add("ConfigMap", path(container, "envFrom", i, "configMapRef"), "name");
                add("Secret", path(container, "envFrom", i, "secretRef"), "name");
            }
            for (var i = 0; i < size(path(container, "env")); i++) {
                add("ConfigMap", path(container, "env", i, "valueFrom", "configMapKeyRef"), "name");
                add("Secret", path(container, "env", i, "valueFrom", "secretKeyRef"), "name");
            }
        }

        void ingress() {
            add("Service", path(new Object[] {"spec"}, "defaultBackend", "service"), "name");
            for (var i = 0; i < size("spec", "rules"); i++) {
                for (var j = 0; j < size("spec", "rules", i, "http", "paths"); j++) {
                    add("Service", path(new Object[] {"spec"}, "rules", i, "http", "paths", j, "backend", "service"), "name");
                }
            }
            for (var i = 0; i < size("spec", "tls"); i++) {
                // Without it the controller answers https with a certificate of its own.
                add(false, "Secret", path(new Object[] {"spec"}, "tls", i), "secretName");
            }
        }

        private void add(String kind, Object[] holder, String field) {
            add(true, kind, holder, field);
        }

        private void add(boolean required, String kind, Object[] holder, String field) {
            var path = path(holder, field);
            var name = Json.text(manifest.object(), path);
            if (!name.isEmpty() && !Json.truth(manifest.object(), path(holder, "optional"))) {
                found.add(new Reference(kind, name, namespace, required, manifest, path));
            }
        }

        private int size(Object... path) {
            return Json.list(manifest.object(), path).size();
        }

        private static Object[] path(Object[] start, Object... more) {
            return Stream.concat(Stream.of(start), Stream.of(more)).toArray();
        }
    }
}
