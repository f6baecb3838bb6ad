package demoapp.playground.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import demoapp.json.Json;

/**
 * What the API server warns of in a pod or in a template of pods. As in
 * https://github.com/kubernetes/kubernetes/blob/v1.32.13/pkg/api/pod/warnings.go
 */
final class PodWarnings {
    private static final Map<String, String> NODE_LABELS = Map.of(
            "beta.kubernetes.io/arch", "deprecated since v1.14; use \"kubernetes.io/arch\" instead",
            "beta.kubernetes.io/os", "deprecated since v1.14; use \"kubernetes.io/os\" instead",
            "failure-domain.beta.kubernetes.io/region",
            "deprecated since v1.17; use \"topology.kubernetes.io/region\" instead",
            "failure-domain.beta.kubernetes.io/zone",
            "deprecated since v1.17; use \"topology.kubernetes.io/zone\" instead",
            "beta.kubernetes.io/instance-type",
            "deprecated since v1.17; use \"node.kubernetes.io/instance-type\" instead",
            "app.kubernetes.io/created-by", "deprecated since v1.9",
            "scheduler.alpha.kubernetes.io/preferAvoidPods", "deprecated since v1.22; use Taints and Tolerations instead",
            "node-role.kubernetes.io/master", "use \"node-role.kubernetes.io/control-plane\" instead");
    private static final Map<String, String> VOLUMES = Map.of(
            "photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+",
            "gitRepo", "deprecated in v1.11", "scaleIO", "deprecated in v1.16, non-functional in v1.22+",
            "flocker", "deprecated in v1.22, non-functional in v1.25+",
            "storageos", "deprecated in v1.22, non-functional in v1.25+",
            "quobyte", "deprecated in v1.22, non-functional in v1.25+",
            "glusterfs", "deprecated in v1.25, non-functional in v1.26+",
            "cephfs", "deprecated in v1.28, non-functional in v1.31+",
            "rbd", "deprecated in v1.28, non-functional in v1.31+");
    private static final Map<String, String> OLD_ANNOTATIONS = Map.of(
            "scheduler.alpha.kubernetes.io/critical-pod", "v1.16+; use the \"priorityClassName\"",
            "security.alpha.kubernetes.io/sysctls", "v1.11+; use the \"sysctls\"",
            "security.alpha.kubernetes.io/unsafe-sysctls", "v1.11+; use the \"sysctls\"",
            "seccomp.security.alpha.kubernetes.io/pod", "v1.27+; use the \"seccompProfile\"");
    private static final String NO_SELECTOR = ".labelSelector: a null labelSelector results in matching no pod";

    private record Port(String field, Map<String, Object> port) {
        private long host() {
            return Json.number(port, 0, "hostPort");
        }

        private String ip() {
            return Json.text(port, "hostIP");
        }
    }

    private PodWarnings() { }

    /** @param at the template's field; "" for a pod itself */
    static void find(Map<String, Object> pod, String at, List<String> warnings) {
        var spec = Json.map(pod, "spec");
        var field = at.isEmpty() ? "spec" : at + ".spec";
        nodes(spec, field, warnings);
        annotations(pod, at, warnings);
        Causes.each(Json.maps(spec, "volumes"), field + ".volumes", (volume, here) -> {
            VOLUMES.forEach((type, why) -> {
                if (volume.containsKey(type)) {
                    warnings.add("%s.%s: %s".formatted(here, type.equals("storageos") ? "storageOS" : type, why));
                }
            });
            Warnings.claim(Json.map(volume, "ephemeral", "volumeClaimTemplate", "spec"),
                    here + ".ephemeral.volumeClaimTemplate.spec", warnings);
        });
        Json.maps(spec, "volumes").forEach(volume -> VolumePaths.overlaps(volume, warnings));
        twice(Json.maps(spec, "hostAliases"), "ip", field + ".hostAliases", warnings);
        twice(Json.maps(spec, "imagePullSecrets"), "name", field + ".imagePullSecrets", warnings);
        Causes.each(Json.maps(spec, "imagePullSecrets"), field + ".imagePullSecrets", (secret, here) -> {
            if (Json.text(secret, "name").isEmpty()) {
                warnings.add(here + ".name: invalid empty name \"\"");
            }
        });
        containers(spec, field, (container, here) -> container(container, here, warnings));
        ports(spec, field, warnings);
        if (Json.number(spec, 0, "terminationGracePeriodSeconds") < 0) {
            warnings.add(field + ".terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be "
                    + "treated as 1");
        }
        affinity(Json.map(spec, "affinity"), field + ".affinity", warnings);
    }

    private interface Look {
        void at(Map<String, Object> item, String field);
    }

    private static void containers(Map<String, Object> spec, String field, Look look) {
        Stream.of("initContainers", "containers", "ephemeralContainers").forEach(list ->
                Causes.each(Json.maps(spec, list), field + "." + list, look::at));
    }

    private static void nodes(Map<String, Object> spec, String field, List<String> warnings) {
        Json.map(spec, "nodeSelector").keySet().stream().filter(NODE_LABELS::containsKey).forEach(label ->
                warnings.add("%s.nodeSelector[%s]: %s".formatted(field, label, NODE_LABELS.get(label))));
        var affinity = Json.map(spec, "affinity", "nodeAffinity");
        var at = field + ".affinity.nodeAffinity.";
        Causes.each(Json.maps(affinity, "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms"),
                at + "requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms",
                (term, here) -> nodeTerm(term, here, warnings));
        Causes.each(Json.maps(affinity, "preferredDuringSchedulingIgnoredDuringExecution"),
                at + "preferredDuringSchedulingIgnoredDuringExecution",
                (term, here) -> nodeTerm(Json.map(term, "preference"), here + ".preference", warnings));
        Causes.each(Json.maps(spec, "topologySpreadConstraints"), field + ".topologySpreadConstraints", (one, here) -> {
            nodeLabel(Json.text(one, "topologyKey"), here + ".topologyKey", warnings);
            if (one.get("labelSelector") == null) {
                warnings.add(here + NO_SELECTOR);
            }
        });
    }

    static void nodeTerm(Map<String, Object> term, String at, List<String> warnings) {
        Causes.each(Json.maps(term, "matchExpressions"), at + ".matchExpressions",
                (expression, here) -> nodeLabel(Json.text(expression, "key"), here + ".key", warnings));
    }

    private static void nodeLabel(String label, String at, List<String> warnings) {
        if (NODE_LABELS.containsKey(label)) {
            warnings.add("%s: %s is %s".formatted(at, label, NODE_LABELS.get(label)));
        }
    }

    private static void annotations(Map<String, Object> pod, String at, List<String> warnings) {
        var annotations = Json.map(pod, "metadata", "annotations");
        var field = at.isEmpty() ? "metadata.annotations" : at + ".metadata.annotations";
        OLD_ANNOTATIONS.forEach((key, why) -> {
            if (annotations.containsKey(key)) {
                warnings.add("%s[%s]: non-functional in %s field instead".formatted(field, key, why));
            }
        });
    }

    private static void twice(List<Map<String, Object>> items, String key, String field, List<String> warnings) {
        var seen = new HashSet<String>();
        Causes.each(items, field, (item, at) -> {
            if (!seen.add(Json.text(item, key))) {
                warnings.add("%s.%s: duplicate %s \"%s\"".formatted(at, key, key, Json.text(item, key)));
            }
        });
    }

    private static void container(Map<String, Object> container, String at, List<String> warnings) {
        for (var resource : List.of("memory", "ephemeral-storage")) {
            for (var amounts : List.of("limits", "requests")) {
                Warnings.fraction(Json.map(container, "resources", amounts), resource, at + ".resources." + amounts,
                        warnings);
            }
        }
        var names = new HashSet<String>();
        Causes.each(Json.maps(container, "env"), at + ".env", (variable, here) -> {
            var name = Json.text(variable, "name");
            var value = Json.text(variable, "value");
            var reference = "$(" + name + ")";
            if (!names.add(name) && (variable.get("valueFrom") != null || value.equals(reference)
                    || !value.contains(reference))) {
                warnings.add("%s: hides previous definition of \"%s\", which may be dropped when using apply"
                        .formatted(here, name));
            }
        });
    }

    private static void ports(Map<String, Object> spec, String field, List<String> warnings) {
        var all = new HashMap<String, List<Port>>();
        containers(spec, field, (container, at) -> Causes.each(Json.maps(container, "ports"), at + ".ports", (one, here) -> {
            var port = new Port(here, one);
            if (!port.ip().isEmpty() && port.host() == 0) {
                warnings.add("%s: hostIP set without hostPort: {Name:%s HostPort:0 ContainerPort:%s Protocol:%s HostIP:%s}"
                        .formatted(here, Json.text(one, "name"), Json.text(one, "containerPort"),
                                Json.text(one, "protocol"), port.ip()));
            }
            var same = all.computeIfAbsent(Json.text(one, "containerPort") + "/" + Json.text(one, "protocol"),
                    key -> new ArrayList<>());
            same.forEach(other -> clash(port, other, warnings));
            same.add(port);
        }));
    }

    private static void clash(Port port, Port other, List<String> warnings) {
        if (port.ip().equals(other.ip()) && port.host() == other.host()) {
            warnings.add("%s: duplicate port definition with %s".formatted(port.field(), other.field()));
        } else if (port.host() == 0 || other.host() == 0) {
            warnings.add("%s: overlapping port definition with %s".formatted(port.field(), other.field()));
        } else if (port.host() == other.host() && port.ip().isEmpty() != other.ip().isEmpty()) {
            warnings.add("%s: dangerously ambiguous port definition with %s".formatted(port.field(), other.field()));
        }
    }

    private static void affinity(Map<String, Object> affinity, String field, List<String> warnings) {
        for (var kind : List.of("podAffinity", "podAntiAffinity")) {
            var required = "requiredDuringSchedulingIgnoredDuringExecution";
            Causes.each(Json.maps(affinity, kind, required), field + "." + kind + "." + required, (term, at) -> {
                if (term.get("labelSelector") == null) {
                    warnings.add(at + NO_SELECTOR);
                }
            });
            var preferred = "preferredDuringSchedulingIgnoredDuringExecution";
            Causes.each(Json.maps(affinity, kind, preferred), field + "." + kind + "." + preferred, (term, at) -> {
                if (Json.at(term, "podAffinityTerm", "labelSelector") == null) {
                    warnings.add(at + ".podAffinityTerm" + NO_SELECTOR);
                }
            });
        }
    }
}
