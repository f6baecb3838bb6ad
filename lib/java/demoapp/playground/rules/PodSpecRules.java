package demoapp.playground.rules;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import demoapp.json.Json;

/**
 * Finds fault with a pod's spec, alone or in a template; its parts have rules of their own. The order is that of
 * https://github.com/kubernetes/kubernetes/blob/v1.32.0/pkg/apis/core/validation/validation.go
 */
final class PodSpecRules {
    private PodSpecRules() { }

    static void validate(Map<String, Object> spec, String field, Causes causes) {
        var grace = Json.number(spec, 30, "terminationGracePeriodSeconds");
        var volumes = PodVolumeRules.validate(Json.maps(spec, "volumes"), field + ".volumes", causes);
        ContainerRules.containers(spec, field, volumes, grace, causes);
        hostPorts(spec, field, causes);
        causes.oneOf(field + ".restartPolicy", spec.get("restartPolicy"), "Always", "OnFailure", "Never");
        causes.oneOf(field + ".dnsPolicy", spec.get("dnsPolicy"), "ClusterFirstWithHostNet", "ClusterFirst", "Default",
                "None");
        MetadataRules.labels(Json.map(spec, "nodeSelector"), field + ".nodeSelector", causes);
        SecurityContextRules.pod(spec, field + ".securityContext", causes);
        AffinityRules.validate(Json.map(spec, "affinity"), field + ".affinity", causes);
        names(spec, field, causes);
        PlacementRules.spread(Json.maps(spec, "topologySpreadConstraints"), field + ".topologySpreadConstraints",
                causes);
        given(spec, "serviceAccountName", field, Names.subdomain(Json.text(spec, "serviceAccountName")), causes);
        given(spec, "nodeName", field, Names.subdomain(Json.text(spec, "nodeName")), causes);
        causes.between(field + ".activeDeadlineSeconds", spec.get("activeDeadlineSeconds"), 1, Integer.MAX_VALUE);
        given(spec, "hostname", field, Names.label(Json.text(spec, "hostname")), causes);
        given(spec, "subdomain", field, Names.label(Json.text(spec, "subdomain")), causes);
        PlacementRules.tolerations(Json.maps(spec, "tolerations"), field + ".tolerations", causes);
        hostAliases(Json.maps(spec, "hostAliases"), field + ".hostAliases", causes);
        given(spec, "priorityClassName", field, Names.subdomain(Json.text(spec, "priorityClassName")), causes);
        if (spec.get("runtimeClassName") != null) {
            causes.invalid(field + ".runtimeClassName", spec.get("runtimeClassName"),
                    Names.subdomain(Json.text(spec, "runtimeClassName")));
        }
        if ("".equals(spec.get("preemptionPolicy"))) {
            causes.required(field + ".preemptionPolicy");
        } else if (spec.get("preemptionPolicy") != null) {
            causes.oneOf(field + ".preemptionPolicy", spec.get("preemptionPolicy"), "PreemptLowerPriority", "Never");
        }
        ResourceRules.limits(Json.map(spec, "overhead"), field + ".overhead.limits", causes);
        if (spec.get("os") != null && Json.text(spec, "os", "name").isEmpty()) {
            causes.required(field + ".os.name", "cannot be empty");
        } else if (spec.get("os") != null) {
            causes.oneOf(field + ".os", Json.text(spec, "os", "name"), "linux", "windows");
        }
    }

    private static void given(Map<String, Object> spec, String name, String field, List<String> faults,
                              Causes causes) {
        if (!Json.text(spec, name).isEmpty()) {
            causes.invalid(field + "." + name, spec.get(name), faults);
        }
    }

    private static void hostPorts(Map<String, Object> spec, String field, Causes causes) {
        if (!Json.truth(spec, "hostNetwork")) {
            return;
        }
        Causes.each(Json.maps(spec, "containers"), field + ".containers", (container, at) ->
                Causes.each(Json.maps(container, "ports"), at + ".ports", (port, here) -> {
                    var host = Json.number(port, 0, "hostPort");
                    if (host != 0 && host != Json.number(port, 0, "containerPort")) {
                        causes.invalid(here + ".hostPort", host,
                                "must match `containerPort` when `hostNetwork` is true");
                    }
                }));
    }

    /** What names outside the pod may look like: its DNS, its gates. */
    private static void names(Map<String, Object> spec, String field, Causes causes) {
        dns(spec, field + ".dnsConfig", causes);
        Causes.each(Json.maps(spec, "readinessGates"), field + ".readinessGates", (gate, at) -> causes.invalid(
                at + ".conditionType", gate.get("conditionType"), Names.qualified(Json.text(gate, "conditionType"))));
        var gates = new TreeSet<String>();
        Causes.each(Json.maps(spec, "schedulingGates"), field + ".schedulingGates", (gate, at) -> {
            var name = Json.text(gate, "name");
            causes.invalid(at, name, Names.qualified(name));
            if (!gates.add(name)) {
                causes.duplicate(at, name);
            }
        });
    }

    private static void dns(Map<String, Object> spec, String field, Causes causes) {
        var config = Json.map(spec, "dnsConfig");
        var servers = Json.texts(config, "nameservers");
        if (Json.text(spec, "dnsPolicy").equals("None")) {
            if (spec.get("dnsConfig") == null) {
                causes.required(field, "must provide `dnsConfig` when `dnsPolicy` is None");
                return;
            }
            if (servers.isEmpty()) {
                causes.required(field + ".nameservers",
                        "must provide at least one DNS nameserver when `dnsPolicy` is None");
                return;
            }
        }
        for (var i = 0; i < servers.size(); i++) {
            causes.invalid(field + ".nameservers[" + i + "]", servers.get(i), Names.address(servers.get(i)));
        }
        var searches = Json.texts(config, "searches");
        for (var i = 0; i < searches.size(); i++) {
            var search = searches.get(i).replaceAll("\\.$", "");
            causes.invalid(field + ".searches[" + i + "]", search, Names.subdomain(search));
        }
        Causes.each(Json.maps(config, "options"), field + ".options", (option, at) -> {
            if (Json.text(option, "name").isEmpty()) {
                causes.required(at, "must not be empty");
            }
        });
    }

    private static void hostAliases(List<Map<String, Object>> aliases, String field, Causes causes) {
        Causes.each(aliases, field, (alias, at) -> {
            causes.invalid(at + ".ip", alias.get("ip"), Names.address(Json.text(alias, "ip")));
            var names = Json.texts(alias, "hostnames");
            for (var i = 0; i < names.size(); i++) {
                causes.invalid(at + ".hostnames[" + i + "]", names.get(i), Names.subdomain(names.get(i)));
            }
        });
    }
}
