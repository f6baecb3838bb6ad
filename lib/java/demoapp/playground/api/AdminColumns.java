package demoapp.playground.api;

import static demoapp.playground.api.Columns.AGE;
import static demoapp.playground.api.Columns.NAME;
import static demoapp.playground.api.Columns.columns;
import static demoapp.playground.api.Columns.number;
import static demoapp.playground.api.Columns.orNone;
import static demoapp.playground.api.Columns.text;
import static demoapp.playground.api.Columns.wide;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import demoapp.json.Json;
import demoapp.playground.api.Columns.Column;
import demoapp.playground.store.Kinds;

/** The columns of the kinds by which administrators set limits and give rights. */
final class AdminColumns {
    private static final int SHOWN_METRICS = 2;

    private AdminColumns() { }

    static void add() {
        columns(Kinds.RESOURCE_QUOTA, NAME, AGE, text("Request", o -> amounts(o, false)),
                text("Limit", o -> amounts(o, true)));
        columns(Kinds.POD_DISRUPTION_BUDGET, NAME, text("Min Available", o -> orNotGiven(o, "minAvailable")),
                text("Max Unavailable", o -> orNotGiven(o, "maxUnavailable")),
                number("Allowed Disruptions", o -> Json.number(o, 0, "status", "disruptionsAllowed")), AGE);
        for (var kind : List.of(Kinds.HORIZONTAL_POD_AUTOSCALER, Kinds.HORIZONTAL_POD_AUTOSCALER_V1)) {
            columns(kind, NAME, text("Reference", o -> Json.text(o, "spec", "scaleTargetRef", "kind") + "/"
                    + Json.text(o, "spec", "scaleTargetRef", "name")), text("Targets", AdminColumns::targets),
                    text("MinPods", "spec", "minReplicas"), text("MaxPods", o -> Json.number(o, 0, "spec", "maxReplicas")),
                    text("Replicas", o -> Json.number(o, 0, "status", "currentReplicas")), AGE);
        }
        columns(Kinds.INGRESS_CLASS, NAME, text("Controller", "spec", "controller"),
                text("Parameters", AdminColumns::parameters), AGE);
        columns(Kinds.NETWORK_POLICY, NAME, text("Pod-Selector", o -> selector(Json.map(o, "spec", "podSelector"))), AGE);
        columns(Kinds.LEASE, NAME, text("Holder", "spec", "holderIdentity"), AGE);
        columns(Kinds.CONTROLLER_REVISION, NAME, text("Controller", AdminColumns::controller),
                text("Revision", o -> Json.number(o, 0, "revision")), AGE);
        columns(Kinds.PRIORITY_CLASS, NAME, number("Value", o -> Json.number(o, 0, "value")),
                new Column("Global-Default", "boolean", 0, o -> Json.truth(o, "globalDefault")), AGE,
                text("PreemptionPolicy", "preemptionPolicy"));
        columns(Kinds.RUNTIME_CLASS, NAME, text("Handler", "handler"), AGE);
        columns(Kinds.CERTIFICATE_SIGNING_REQUEST, NAME, AGE, text("SignerName", "spec", "signerName"),
                text("Requestor", "spec", "username"), text("RequestedDuration", o ->
                        Json.at(o, "spec", "expirationSeconds") == null ? "<none>"
                                : Tables.duration(Duration.ofSeconds(Json.number(o, 0, "spec", "expirationSeconds")))),
                text("Condition", AdminColumns::condition));
        for (var kind : List.of(Kinds.ROLE_BINDING, Kinds.CLUSTER_ROLE_BINDING)) {
            columns(kind, NAME, text("Role", o -> Json.text(o, "roleRef", "kind") + "/" + Json.text(o, "roleRef", "name")),
                    AGE, wide("Users", o -> subjects(o, "User")), wide("Groups", o -> subjects(o, "Group")),
                    wide("ServiceAccounts", o -> subjects(o, "ServiceAccount")));
        }
    }

    /** What the quota allows and what of it is used: `requests.cpu: 1/2, pods: 3/10`. */
    private static String amounts(Map<String, Object> quota, boolean limits) {
        return new TreeMap<>(Json.map(quota, "status", "hard")).entrySet().stream()
                .filter(hard -> hard.getKey().startsWith("limits.") == limits)
                .map(hard -> "%s: %s/%s".formatted(hard.getKey(), Json.at(quota, "status", "used", hard.getKey()) == null
                        ? "0" : Json.text(quota, "status", "used", hard.getKey()), hard.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String orNotGiven(Map<String, Object> budget, String field) {
        var amount = Json.text(budget, "spec", field);
        return amount.isEmpty() ? "N/A" : amount;
    }

    private static String targets(Map<String, Object> autoscaler) {
        var metrics = Json.maps(autoscaler, "spec", "metrics");
        var shown = metrics.stream().limit(SHOWN_METRICS).map(AdminColumns::target).collect(Collectors.joining(", "));
        var more = metrics.size() - SHOWN_METRICS;
        return metrics.isEmpty() ? "<none>" : more > 0 ? "%s + %d more...".formatted(shown, more) : shown;
    }

    /** Nothing is measured here. */
    private static String target(Map<String, Object> metric) {
        var type = Json.text(metric, "type");
        var source = Json.map(metric, type.isEmpty() ? "" : type.substring(0, 1).toLowerCase() + type.substring(1));
        var target = Json.map(source, "target");
        var average = Json.text(target, "averageValue");
        if (type.endsWith("Resource")) {
            var share = Json.text(target, "averageUtilization");
            return "%s: <unknown>/%s".formatted(Json.text(source, "name"), !average.isEmpty() ? average
                    : share.isEmpty() ? "<auto>" : share + "%");
        }
        return "<unknown>/" + (average.isEmpty() ? Json.text(target, "value")
                : average + (type.equals("Pods") ? "" : " (avg)"));
    }

    private static String parameters(Map<String, Object> ingressClass) {
        var parameters = Json.map(ingressClass, "spec", "parameters");
        var group = Json.text(parameters, "apiGroup");
        return parameters.isEmpty() ? "<none>" : "%s%s/%s".formatted(Json.text(parameters, "kind"),
                group.isEmpty() ? "" : "." + group, Json.text(parameters, "name"));
    }

    private static String selector(Map<String, Object> selector) {
        var labels = new TreeMap<>(Json.map(selector, "matchLabels")).entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue());
        var expressions = Json.maps(selector, "matchExpressions").stream().map(requirement -> {
            var key = Json.text(requirement, "key");
            return switch (Json.text(requirement, "operator")) {
                case "Exists" -> key;
                case "DoesNotExist" -> "!" + key;
                default -> "%s %s (%s)".formatted(key, Json.text(requirement, "operator").toLowerCase(),
                        String.join(",", Json.texts(requirement, "values")));
            };
        });
        return orNone(Stream.concat(labels, expressions).collect(Collectors.joining(",")));
    }

    private static String controller(Map<String, Object> revision) {
        return Json.maps(revision, "metadata", "ownerReferences").stream()
                .filter(owner -> Json.truth(owner, "controller")).findFirst()
                .map(owner -> "%s.%s/%s".formatted(Json.text(owner, "kind").toLowerCase(),
                        Json.text(owner, "apiVersion").replaceFirst("/.*", ""), Json.text(owner, "name")))
                .orElse("<none>");
    }

    private static String condition(Map<String, Object> request) {
        var types = Json.maps(request, "status", "conditions").stream().map(c -> Json.text(c, "type")).toList();
        var words = new ArrayList<>(List.of(types.contains("Denied") ? "Denied"
                : types.contains("Approved") ? "Approved" : "Pending"));
        if (types.contains("Failed")) {
            words.add("Failed");
        }
        if (!Json.text(request, "status", "certificate").isEmpty()) {
            words.add("Issued");
        }
        return String.join(",", words);
    }

    private static String subjects(Map<String, Object> binding, String kind) {
        return Json.maps(binding, "subjects").stream().filter(subject -> kind.equals(subject.get("kind")))
                .map(subject -> (kind.equals("ServiceAccount") ? Json.text(subject, "namespace") + "/" : "")
                        + Json.text(subject, "name")).collect(Collectors.joining(", "));
    }
}
