package demoapp.playground.controllers;

import static demoapp.playground.controllers.DeploymentArithmetic.annotation;
import static demoapp.playground.controllers.DeploymentArithmetic.replicas;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import demoapp.json.Json;
import demoapp.playground.store.Kinds;

/**
 * Which ReplicaSet is the new one, its name, and the annotations that make up the rollout's history.
 * See https://github.com/kubernetes/kubernetes/blob/v1.32.0/pkg/controller/deployment/util/deployment_util.go
 */
final class DeploymentRevisions {
    static final String REVISION = "deployment.kubernetes.io/revision";
    static final String HISTORY = "deployment.kubernetes.io/revision-history";
    private static final String HASH_LABEL = "pod-template-hash";
    private static final String HASH_CHARACTERS = "bcdfghjklmnpqrstvwxz2456789";
    private static final Set<String> NOT_COPIED = Set.of("kubectl.kubernetes.io/last-applied-configuration", REVISION,
            HISTORY, DeploymentArithmetic.DESIRED, DeploymentArithmetic.MAX,
            "deprecated.deployment.rollback.to");

    private DeploymentRevisions() { }

    /** The oldest ReplicaSet whose template is the Deployment's. */
    static Optional<Map<String, Object>> newSet(Map<String, Object> deployment, List<Map<String, Object>> sets) {
        var template = withoutHash(Json.map(deployment, "spec", "template"));
        return sets.stream().sorted(oldestFirst())
                .filter(set -> Json.same(template, withoutHash(Json.map(set, "spec", "template")))).findFirst();
    }

    static Comparator<Map<String, Object>> oldestFirst() {
        return Comparator.comparing((Map<String, Object> o) -> Json.text(o, "metadata", "creationTimestamp"))
                .thenComparing(o -> annotation(o, REVISION)).thenComparing(o -> Json.text(o, "metadata", "name"));
    }

    private static Map<String, Object> withoutHash(Map<String, Object> template) {
        var plain = Json.copy(template);
        Json.set(plain, null, "metadata", "labels", HASH_LABEL);
        return plain;
    }

    /** A new ReplicaSet for the Deployment's template, still without replicas. */
    static Map<String, Object> make(Map<String, Object> deployment, long revision) {
        var template = Json.copy(Json.map(deployment, "spec", "template"));
        var hash = hash(template, Json.number(deployment, 0, "status", "collisionCount"));
        Json.set(template, hash, "metadata", "labels", HASH_LABEL);
        var selector = Json.copy(Json.map(deployment, "spec", "selector"));
        Json.set(selector, hash, "matchLabels", HASH_LABEL);
        var metadata = Json.object("name", Json.text(deployment, "metadata", "name") + "-" + hash,
                "namespace", Json.text(deployment, "metadata", "namespace"),
                "labels", Json.copyOf(Json.at(template, "metadata", "labels")),
                "ownerReferences", List.of(Owners.reference(Kinds.DEPLOYMENT, deployment)));
        var spec = Json.object("replicas", 0);
        Json.set(spec, Json.at(deployment, "spec", "minReadySeconds"), "minReadySeconds");
        spec.put("selector", selector);
        spec.put("template", template);
        var set = Json.object("apiVersion", "apps/v1", "kind", "ReplicaSet", "metadata", metadata, "spec", spec);
        annotate(deployment, set, revision);
        annotateSize(deployment, set);
        return set;
    }

    /** Ten safe characters at most, always the same for a template. (Kubernetes hashes Go's dump of it.) */
    static String hash(Map<String, Object> template, long collisions) {
        var hash = 0x811c9dc5;
        var text = Json.string(sorted(template)) + (collisions == 0 ? "" : collisions);
        for (var octet : text.getBytes(StandardCharsets.UTF_8)) { // FNV-1a
            hash = (hash ^ octet & 0xff) * 0x01000193;
        }
        var safe = new StringBuilder();
        Integer.toUnsignedString(hash).chars()
                .forEach(digit -> safe.append(HASH_CHARACTERS.charAt(digit % HASH_CHARACTERS.length())));
        return safe.toString();
    }

    private static Object sorted(Object value) {
        if (value instanceof Map<?, ?> map) {
            var sorted = new TreeMap<String, Object>();
            map.forEach((key, item) -> sorted.put((String) key, sorted(item)));
            return sorted;
        }
        return value instanceof List<?> list ? list.stream().map(DeploymentRevisions::sorted).toList() : value;
    }

    static long latest(List<Map<String, Object>> sets) {
        return sets.stream().mapToLong(set -> annotation(set, REVISION)).max().orElse(0);
    }

    /** Gives the ReplicaSet the Deployment's annotations and the revision; an older revision goes into its history. */
    static void annotate(Map<String, Object> deployment, Map<String, Object> set, long revision) {
        var annotations = new LinkedHashMap<>(Json.map(set, "metadata", "annotations"));
        Json.map(deployment, "metadata", "annotations").forEach((name, value) -> {
            if (!NOT_COPIED.contains(name)) {
                annotations.put(name, value);
            }
        });
        var before = annotation(set, REVISION);
        if (before < revision) {
            annotations.put(REVISION, Long.toString(revision));
            if (before > 0) {
                annotations.merge(HISTORY, Long.toString(before), (old, added) -> old + "," + added);
            }
        }
        Json.set(set, annotations, "metadata", "annotations");
    }

    /** Notes what the Deployment's size is, so that a later scaling is recognized and shared out. */
    static void annotateSize(Map<String, Object> deployment, Map<String, Object> set) {
        var replicas = replicas(deployment);
        Json.set(set, Long.toString(replicas), "metadata", "annotations", DeploymentArithmetic.DESIRED);
        Json.set(set, Long.toString(replicas + DeploymentArithmetic.maxSurge(deployment)),
                "metadata", "annotations", DeploymentArithmetic.MAX);
    }

    /** The old ReplicaSets that revisionHistoryLimit does not keep. */
    static List<Map<String, Object>> beyondLimit(Map<String, Object> deployment, List<Map<String, Object>> old) {
        var alive = old.stream().filter(set -> Json.at(set, "metadata", "deletionTimestamp") == null).toList();
        var tooMany = alive.size() - Json.number(deployment, 10, "spec", "revisionHistoryLimit");
        return alive.stream().sorted(Comparator.comparing(set -> annotation(set, REVISION)))
                .limit(Math.max(0, tooMany))
                .filter(set -> replicas(set) == 0 && Json.number(set, 0, "status", "replicas") == 0
                        && Json.number(set, 0, "status", "observedGeneration")
                                >= Json.number(set, 0, "metadata", "generation"))
                .toList();
    }
}
