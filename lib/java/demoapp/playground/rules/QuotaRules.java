package demoapp.playground.rules;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import demoapp.json.Json;
import demoapp.playground.store.Registry;

/** ResourceQuota: its names and amounts; its scopes never change. */
final class QuotaRules extends Rules {
    private static final String SCOPES = "spec.scopes";
    private static final Set<String> COUNTS = Set.of("pods", "resourcequotas", "services", "replicationcontrollers",
            "secrets", "persistentvolumeclaims", "configmaps", "services.nodeports", "services.loadbalancers");
    private static final Set<String> OF_PODS = Set.of("pods", "cpu", "memory", "limits.cpu", "limits.memory",
            "requests.cpu", "requests.memory");
    private static final Set<String> OF_CONTAINERS = Set.of("cpu", "memory", "ephemeral-storage", "requests.cpu",
            "requests.memory", "requests.storage", "requests.ephemeral-storage", "limits.cpu", "limits.memory",
            "limits.ephemeral-storage");
    private static final List<String> ONLY_EXIST = List.of("BestEffort", "NotBestEffort", "Terminating",
            "NotTerminating", "CrossNamespacePodAffinity");

    @Override
    public void admit(Map<String, Object> object, Registry registry) {
        object.put("status", Json.object());
    }

    @Override
    void validate(Map<String, Object> object, Causes causes) {
        var spec = Json.map(object, "spec");
        var hard = Json.map(spec, "hard");
        hard.forEach((name, amount) -> {
            var at = "spec.hard[" + name + "]";
            ResourceRules.name(name, at, causes);
            if (!name.contains("/") && !isStandard(name)) {
                causes.invalid(at, new Causes.Quoted(name), "must be a standard resource for quota");
            }
            ResourceRules.notNegative(amount.toString(), at, causes);
            if (COUNTS.contains(name)) {
                ResourceRules.whole(amount.toString(), at, GoStructs.shownQuantity(amount.toString()), causes);
            }
        });
        scopes(Json.texts(spec, "scopes"), hard.keySet(), causes);
        if (spec.get("scopeSelector") != null) {
            var selector = Json.map(spec, "scopeSelector");
            var requirements = Json.maps(selector, "matchExpressions");
            requirements.forEach(requirement -> requirement(requirement, selector, hard.keySet(), causes));
            conflicts(requirements.stream().map(one -> Json.text(one, "scopeName")).toList(),
                    "spec.scopeSelector.matchExpressions", spec.get("scopes") == null
                            ? new Causes.Quoted("[]core.ResourceQuotaScope(nil)")
                            : GoStructs.named("core.ResourceQuotaScope", Json.texts(spec, "scopes")), causes);
        }
    }

    private static boolean isStandard(String name) {
        return COUNTS.contains(name) || OF_CONTAINERS.contains(name) || name.startsWith("hugepages-")
                || name.startsWith("requests.hugepages-");
    }

    private static boolean isScope(String scope) {
        return ONLY_EXIST.contains(scope) || scope.equals("PriorityClass");
    }

    private static boolean covers(String scope, String name) {
        return !isStandard(name) || !isScope(scope)
                || (scope.equals("BestEffort") ? name.equals("pods") : OF_PODS.contains(name));
    }

    private static void scopes(List<String> scopes, Set<String> names, Causes causes) {
        var shown = GoStructs.named("core.ResourceQuotaScope", scopes);
        for (var scope : scopes) {
            if (!isScope(scope)) {
                causes.invalid(SCOPES, shown, "unsupported scope");
            }
            names.stream().filter(name -> !covers(scope, name)).forEach(name ->
                    causes.invalid(SCOPES, shown, "unsupported scope applied to resource"));
        }
        conflicts(scopes, SCOPES, shown, causes);
    }

    private static void conflicts(List<String> scopes, String at, Causes.Quoted shown, Causes causes) {
        for (var pair : List.of(List.of("BestEffort", "NotBestEffort"), List.of("Terminating", "NotTerminating"))) {
            if (scopes.containsAll(pair)) {
                causes.invalid(at, shown, "conflicting scopes");
            }
        }
    }

    private static void requirement(Map<String, Object> requirement, Map<String, Object> selector, Set<String> names,
                                    Causes causes) {
        var at = "spec.scopeSelector.matchExpressions";
        var scope = Json.text(requirement, "scopeName");
        var operator = Json.text(requirement, "operator");
        var values = Json.texts(requirement, "values");
        if (!isScope(scope)) {
            causes.invalid(at + ".scopeName", scope, "unsupported scope");
        }
        names.stream().filter(name -> !covers(scope, name)).forEach(name -> causes.invalid(at,
                GoStructs.dump("ScopeSelector", selector), "unsupported scope applied to resource"));
        if (ONLY_EXIST.contains(scope) && !operator.equals("Exists")) {
            causes.invalid(at + ".operator", operator, "must be 'Exists' when scope is any of "
                    + "ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, "
                    + "ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity");
        }
        switch (operator) {
            case "In", "NotIn" -> {
                if (values.isEmpty()) {
                    causes.required(at + ".values",
                            "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector");
                }
            }
            case "Exists", "DoesNotExist" -> {
                if (!values.isEmpty()) {
                    causes.invalid(at + ".values", GoStructs.strings(values),
                            "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector");
                }
            }
            default -> causes.invalid(at + ".operator", operator, "not a valid selector operator");
        }
    }

    @Override
    void validateUpdate(Map<String, Object> object, Map<String, Object> old, Causes causes) {
        var scopes = Json.texts(object, "spec", "scopes");
        if (!new HashSet<>(scopes).equals(new HashSet<>(Json.texts(old, "spec", "scopes")))) {
            causes.invalid(SCOPES, GoStructs.named("core.ResourceQuotaScope", scopes), "field is immutable");
        }
    }
}
