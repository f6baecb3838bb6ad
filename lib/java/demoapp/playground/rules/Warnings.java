package demoapp.playground.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.Kind;
import demoapp.playground.store.Kinds;

/** What the API server accepts, but warns of. */
public final class Warnings {
    private Warnings() { }

    public static List<String> of(Kind kind, Map<String, Object> object) {
        var warnings = new ArrayList<String>();
        if (kind == Kinds.POD) {
            podSpec(Json.map(object, "spec"), "spec", warnings);
            if (Json.text(object, "metadata", "name").contains(".")) {
                warnings.add("metadata.name: this is used in the Pod's hostname, which can result in surprising "
                        + "behavior; a DNS label is recommended: [must not contain dots]");
            }
        } else if (Json.at(object, "spec", "template", "spec") != null) {
            podSpec(Json.map(object, "spec", "template", "spec"), "spec.template.spec", warnings);
        } else if (kind == Kinds.CRON_JOB) {
            podSpec(Json.map(object, "spec", "jobTemplate", "spec", "template", "spec"),
                    "spec.jobTemplate.spec.template.spec", warnings);
        } else if (kind == Kinds.INGRESS
                && Json.at(object, "metadata", "annotations", "kubernetes.io/ingress.class") != null) {
            warnings.add("annotation \"kubernetes.io/ingress.class\" is deprecated, please use "
                    + "'spec.ingressClassName' instead");
        }
        return warnings;
    }

    private static void podSpec(Map<String, Object> spec, String at, List<String> warnings) {
        for (var os : List.of("os", "arch")) {
            if (Json.map(spec, "nodeSelector").containsKey("beta.kubernetes.io/" + os)) {
                warnings.add(("%s.nodeSelector[beta.kubernetes.io/%s]: deprecated since v1.14; use "
                        + "\"kubernetes.io/%s\" instead").formatted(at, os, os));
            }
        }
        var containers = Json.maps(spec, "containers");
        for (var i = 0; i < containers.size(); i++) {
            var field = at + ".containers[" + i + "]";
            environment(Json.maps(containers.get(i), "env"), field, warnings);
            ports(Json.maps(containers.get(i), "ports"), field, warnings);
        }
    }

    private static void environment(List<Map<String, Object>> variables, String at, List<String> warnings) {
        var names = new HashSet<String>();
        for (var i = 0; i < variables.size(); i++) {
            var name = Json.text(variables.get(i), "name");
            if (!names.add(name)) {
                warnings.add(("%s.env[%d]: hides previous definition of \"%s\", which may be dropped when using apply")
                        .formatted(at, i, name));
            }
        }
    }

    private static void ports(List<Map<String, Object>> ports, String at, List<String> warnings) {
        var first = new HashMap<String, Integer>();
        for (var i = 0; i < ports.size(); i++) {
            var port = Json.text(ports.get(i), "protocol") + Json.text(ports.get(i), "containerPort");
            var before = first.putIfAbsent(port, i);
            if (before != null) {
                warnings.add("%s.ports[%d]: duplicate port definition with %s.ports[%d]"
                        .formatted(at, i, at, before));
            }
        }
    }
}
