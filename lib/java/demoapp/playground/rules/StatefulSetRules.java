package demoapp.playground.rules;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.Registry;

/** StatefulSet. */
final class StatefulSetRules extends Rules {
    private static final List<String> MUTABLE = List.of("replicas", "ordinals", "template", "updateStrategy",
            "persistentVolumeClaimRetentionPolicy", "minReadySeconds");

    @Override
    int looks() {
        return 3;
    }

    @Override
    boolean counted() {
        return true;
    }

    @Override
    List<String> nameFaults(String name) {
        return Names.label(name);
    }

    @Override
    public void defaults(Map<String, Object> object) {
        var spec = Json.child(object, "spec");
        spec.putIfAbsent("replicas", 1);
        spec.putIfAbsent("podManagementPolicy", "OrderedReady");
        spec.putIfAbsent("revisionHistoryLimit", 10);
        var strategy = Json.child(spec, "updateStrategy");
        var typed = Json.text(strategy, "type");
        strategy.putIfAbsent("type", "RollingUpdate");
        if (typed.equals("RollingUpdate") && strategy.get("rollingUpdate") != null || typed.isEmpty()) {
            Json.child(strategy, "rollingUpdate").putIfAbsent("partition", 0);
        }
        var retention = Json.child(spec, "persistentVolumeClaimRetentionPolicy");
        retention.putIfAbsent("whenDeleted", "Retain");
        retention.putIfAbsent("whenScaled", "Retain");
        PodSpecDefaults.fill(Json.child(Json.child(spec, "template"), "spec"));
        for (var claim : Json.maps(spec, "volumeClaimTemplates")) {
            claim.put("apiVersion", "v1");
            claim.put("kind", "PersistentVolumeClaim");
            Json.child(claim, "spec").putIfAbsent("volumeMode", "Filesystem");
            Json.child(claim, "status").putIfAbsent("phase", "Pending");
        }
    }

    @Override
    public void admit(Map<String, Object> object, Registry registry) {
        object.put("status", Json.object("replicas", 0, "availableReplicas", 0));
        Json.set(object, 1, "metadata", "generation");
    }

    /**
     * The pods' spec itself is not looked at: the real server leaves it to the pods' creation, since a volumeMount may
     * name a volumeClaimTemplate.
     * See ValidatePodTemplateSpecForStatefulSet in
     * https://github.com/kubernetes/kubernetes/blob/v1.32.0/pkg/apis/apps/validation/validation.go
     */
    @Override
    void validate(Map<String, Object> object, Causes causes) {
        var spec = Json.map(object, "spec");
        var policy = Json.text(spec, "podManagementPolicy");
        if (!policy.equals("OrderedReady") && !policy.equals("Parallel")) {
            causes.invalid("spec.podManagementPolicy", policy, "must be 'OrderedReady' or 'Parallel'");
        }
        strategy(Json.map(spec, "updateStrategy"), causes);
        for (var when : List.of("whenDeleted", "whenScaled")) {
            causes.oneOf("spec.persistentVolumeClaimRetentionPolicy." + when,
                    Json.at(spec, "persistentVolumeClaimRetentionPolicy", when), "Retain", "Delete");
        }
        causes.notNegative("spec.replicas", spec.get("replicas"));
        causes.notNegative("spec.minReadySeconds", spec.get("minReadySeconds"));
        causes.notNegative("spec.ordinals.start", Json.at(spec, "ordinals", "start"));
        var template = Json.map(spec, "template");
        if (TemplateRules.selector(spec, "statefulset", causes)) {
            TemplateRules.matches(spec, causes);
            TemplateRules.metadata(template, "spec.template", causes);
        } else {
            causes.invalid("spec.selector", TemplateRules.shown(spec, causes));
        }
        TemplateRules.onlyAlways(template, "StatefulSet", causes);
    }

    private static void strategy(Map<String, Object> strategy, Causes causes) {
        var rolling = Json.map(strategy, "rollingUpdate");
        switch (Json.text(strategy, "type")) {
            case "OnDelete" -> {
                if (strategy.get("rollingUpdate") != null) {
                    causes.invalid("spec.updateStrategy.rollingUpdate", new Causes.Quoted(
                            "apps.RollingUpdateStatefulSetStrategy{Partition:%d, MaxUnavailable:(*intstr.IntOrString)"
                            .formatted(Json.number(rolling, 0, "partition")) + "(nil)}"),
                            "only allowed for updateStrategy 'RollingUpdate'");
                }
            }
            case "RollingUpdate" ->
                    causes.notNegative("spec.updateStrategy.rollingUpdate.partition", rolling.get("partition"));
            default -> causes.invalid("spec.updateStrategy", new Causes.Quoted(("apps.StatefulSetUpdateStrategy"
                    + "{Type:%s, RollingUpdate:(*apps.RollingUpdateStatefulSetStrategy)(%s)}").formatted(
                    Json.string(strategy.get("type")), GoStructs.address(strategy.get("rollingUpdate")))),
                    "must be 'RollingUpdate' or 'OnDelete'");
        }
    }

    @Override
    void validateUpdate(Map<String, Object> object, Map<String, Object> old, Causes causes) {
        if (!Json.same(rest(object), rest(old))) {
            causes.forbidden("spec", "updates to statefulset spec for fields other than 'replicas', 'ordinals', "
                    + "'template', 'updateStrategy', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are "
                    + "forbidden");
        }
    }

    private static Map<String, Object> rest(Map<String, Object> object) {
        var rest = new LinkedHashMap<>(Json.map(object, "spec"));
        rest.keySet().removeAll(MUTABLE);
        return rest;
    }
}
