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
    boolean counted() {
        return true;
    }

    @Override
    public void defaults(Map<String, Object> object) {
        var spec = Json.child(object, "spec");
        spec.putIfAbsent("replicas", 1);
        spec.putIfAbsent("podManagementPolicy", "OrderedReady");
        spec.putIfAbsent("revisionHistoryLimit", 10);
        var strategy = Json.child(spec, "updateStrategy");
        strategy.putIfAbsent("type", "RollingUpdate");
        if (strategy.get("type").equals("RollingUpdate")) {
            Json.child(strategy, "rollingUpdate").putIfAbsent("partition", 0);
        }
        var retention = Json.child(spec, "persistentVolumeClaimRetentionPolicy");
        retention.putIfAbsent("whenDeleted", "Retain");
        retention.putIfAbsent("whenScaled", "Retain");
        PodSpecDefaults.fill(Json.child(Json.child(spec, "template"), "spec"));
        for (var claim : Json.maps(spec, "volumeClaimTemplates")) {
            claim.putIfAbsent("apiVersion", "v1");
            claim.putIfAbsent("kind", "PersistentVolumeClaim");
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
        causes.notNegative("spec.replicas", Json.at(object, "spec", "replicas"));
        TemplateRules.validateSelector(object, causes);
        var template = Json.map(object, "spec", "template");
        MetadataRules.labels(Json.map(template, "metadata", "labels"), "spec.template.labels", causes);
        TemplateRules.restartPolicy(template, "spec.template", "Always", causes);
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
        rest.remove("revisionHistoryLimit");
        return rest;
    }
}
