package demoapp.playground.rules;

import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.Registry;

/** Deployment. As in https://github.com/kubernetes/kubernetes/tree/v1.32.0/pkg/apis/apps */
final class DeploymentRules extends Rules {
    @Override
    int looks() {
        return 3;
    }

    @Override
    boolean counted() {
        return true;
    }

    @Override
    public boolean changesGeneration(Map<String, Object> old, Map<String, Object> object) {
        return super.changesGeneration(old, object)
                || !Json.same(Json.at(old, "metadata", "annotations"), Json.at(object, "metadata", "annotations"));
    }

    @Override
    public void defaults(Map<String, Object> object) {
        var spec = Json.child(object, "spec");
        spec.putIfAbsent("replicas", 1);
        spec.putIfAbsent("revisionHistoryLimit", 10);
        spec.putIfAbsent("progressDeadlineSeconds", 600);
        var strategy = Json.child(spec, "strategy");
        strategy.putIfAbsent("type", "RollingUpdate");
        if (strategy.get("type").equals("RollingUpdate")) {
            var rolling = Json.child(strategy, "rollingUpdate");
            rolling.putIfAbsent("maxUnavailable", "25%");
            rolling.putIfAbsent("maxSurge", "25%");
        }
        PodSpecDefaults.fill(Json.child(Json.child(spec, "template"), "spec"));
    }

    @Override
    public void admit(Map<String, Object> object, Registry registry) {
        object.put("status", Json.object());
        Json.set(object, 1, "metadata", "generation");
    }

    @Override
    void validate(Map<String, Object> object, Causes causes) {
        var spec = Json.map(object, "spec");
        causes.notNegative("spec.replicas", spec.get("replicas"));
        TemplateRules.ofReplicaSet(spec, causes);
        strategy(spec, causes);
        causes.notNegative("spec.minReadySeconds", spec.get("minReadySeconds"));
        causes.notNegative("spec.revisionHistoryLimit", spec.get("revisionHistoryLimit"));
        var deadline = Json.number(spec, 600, "progressDeadlineSeconds");
        causes.notNegative("spec.progressDeadlineSeconds", deadline);
        if (deadline <= Json.number(spec, 0, "minReadySeconds")) {
            causes.invalid("spec.progressDeadlineSeconds", deadline, "must be greater than minReadySeconds");
        }
    }

    private static void strategy(Map<String, Object> spec, Causes causes) {
        var strategy = Json.map(spec, "strategy");
        switch (Json.text(strategy, "type")) {
            case "Recreate" -> {
                if (strategy.get("rollingUpdate") != null) {
                    causes.forbidden("spec.strategy.rollingUpdate",
                            "may not be specified when strategy `type` is 'Recreate'");
                }
            }
            case "RollingUpdate" -> rolling(Json.map(strategy, "rollingUpdate"), causes);
            default -> causes.notSupported("spec.strategy", new Causes.Quoted(("apps.DeploymentStrategy{Type:%s, "
                    + "RollingUpdate:(*apps.RollingUpdateDeployment)(%s)}").formatted(Json.string(strategy.get("type")),
                    GoStructs.address(strategy.get("rollingUpdate")))), "Recreate", "RollingUpdate");
        }
    }

    private static void rolling(Map<String, Object> rolling, Causes causes) {
        var field = "spec.strategy.rollingUpdate";
        Amounts.validate(rolling.get("maxUnavailable"), field + ".maxUnavailable", causes);
        Amounts.validate(rolling.get("maxSurge"), field + ".maxSurge", causes);
        if (Amounts.zero(rolling.get("maxUnavailable")) && Amounts.zero(rolling.get("maxSurge"))) {
            causes.invalid(field + ".maxUnavailable", GoStructs.intOrString(rolling.get("maxUnavailable")),
                    "may not be 0 when `maxSurge` is 0");
        }
        Amounts.notAboveAll(rolling.get("maxUnavailable"), field + ".maxUnavailable", causes);
    }

    @Override
    void validateUpdate(Map<String, Object> object, Map<String, Object> old, Causes causes) {
        TemplateRules.immutableSelector(object, old, causes);
    }
}
