package demoapp.playground.rules;

import java.util.List;
import java.util.Map;

import demoapp.json.Json;

/** Finds fault with affinity: to nodes, to pods and against pods. */
final class AffinityRules {
    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
    private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

    private AffinityRules() { }

    static void validate(Map<String, Object> affinity, String at, Causes causes) {
        node(Json.map(affinity, "nodeAffinity"), at + ".nodeAffinity", causes);
        for (var kind : List.of("podAffinity", "podAntiAffinity")) {
            var terms = Json.map(affinity, kind);
            Causes.each(Json.maps(terms, REQUIRED), at + "." + kind + "." + REQUIRED,
                    (term, here) -> pod(term, here, causes));
            Causes.each(Json.maps(terms, PREFERRED), at + "." + kind + "." + PREFERRED, (weighted, here) -> {
                weight(weighted, here, causes);
                pod(Json.map(weighted, "podAffinityTerm"), here + ".podAffinityTerm", causes);
            });
        }
    }

    private static void node(Map<String, Object> affinity, String at, Causes causes) {
        if (affinity.get(REQUIRED) != null) {
            nodeSelector(Json.map(affinity, REQUIRED), at + "." + REQUIRED, causes);
        }
        Causes.each(Json.maps(affinity, PREFERRED), at + "." + PREFERRED, (preferred, here) -> {
            weight(preferred, here, causes);
            nodeTerm(Json.map(preferred, "preference"), here + ".preference", causes);
        });
    }

    /** A v1.NodeSelector; a PersistentVolume has one too. */
    static void nodeSelector(Map<String, Object> selector, String at, Causes causes) {
        var terms = Json.maps(selector, "nodeSelectorTerms");
        if (terms.isEmpty()) {
            causes.required(at + ".nodeSelectorTerms", "must have at least one node selector term");
        }
        Causes.each(terms, at + ".nodeSelectorTerms", (term, here) -> nodeTerm(term, here, causes));
    }

    private static void weight(Map<String, Object> weighted, String at, Causes causes) {
        var weight = Json.number(weighted, 0, "weight");
        if (weight < 1 || weight > 100) {
            causes.invalid(at + ".weight", weight, "must be in the range 1-100");
        }
    }

    private static void nodeTerm(Map<String, Object> term, String at, Causes causes) {
        Causes.each(Json.maps(term, "matchExpressions"), at + ".matchExpressions", (requirement, here) -> {
            if (List.of("Gt", "Lt").contains(Json.text(requirement, "operator"))) {
                if (Json.list(requirement, "values").size() != 1) {
                    causes.required(here + ".values", "must be specified single value when `operator` is 'Lt' or 'Gt'");
                }
            } else {
                SelectorRules.operator(requirement, here, causes);
            }
            causes.invalid(here + ".key", requirement.get("key"), Names.qualified(Json.text(requirement, "key")));
        });
        Causes.each(Json.maps(term, "matchFields"), at + ".matchFields", (requirement, here) -> {
            if (!List.of("In", "NotIn").contains(Json.text(requirement, "operator"))) {
                causes.invalid(here + ".operator", requirement.get("operator"), "not a valid selector operator");
            } else if (Json.list(requirement, "values").size() != 1) {
                causes.required(here + ".values", "must be only one value when `operator` is 'In' or 'NotIn' for node "
                        + "field selector");
            }
            if (!Json.text(requirement, "key").equals("metadata.name")) {
                causes.invalid(here + ".key", requirement.get("key"), "not a valid field selector key");
            }
        });
    }

    private static void pod(Map<String, Object> term, String at, Causes causes) {
        SelectorRules.validate(Json.map(term, "labelSelector"), at + ".labelSelector", causes);
        SelectorRules.validate(Json.map(term, "namespaceSelector"), at + ".namespaceSelector", causes);
        Json.texts(term, "namespaces").forEach(name ->
                causes.invalid(at + ".namespace", name, Names.label(name)));
        for (var keys : List.of("matchLabelKeys", "mismatchLabelKeys")) {
            if (!Json.list(term, keys).isEmpty() && term.get("labelSelector") == null) {
                causes.forbidden(at + "." + keys, "must not be specified when labelSelector is not set");
            }
        }
        var topology = Json.text(term, "topologyKey");
        if (topology.isEmpty()) {
            causes.required(at + ".topologyKey", "can not be empty");
        }
        causes.invalid(at + ".topologyKey", topology, Names.qualified(topology));
    }
}
