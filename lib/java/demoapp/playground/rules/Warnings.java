package demoapp.playground.rules;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.schema.Quantity;
import demoapp.playground.store.Kind;
import demoapp.playground.store.Kinds;

/**
 * What the API server accepts, but warns of. As the strategies in
 * https://github.com/kubernetes/kubernetes/tree/v1.32.13/pkg/registry
 */
public final class Warnings {
    private static final List<Kind> NAMING_PODS =
            List.of(Kinds.DEPLOYMENT, Kinds.REPLICA_SET, Kinds.JOB, Kinds.CRON_JOB, Kinds.REPLICATION_CONTROLLER);
    private static final String NAME = "metadata.name: this is used in %s, which can result in surprising behavior; a DNS "
            + "label is recommended: [%s]";

    private Warnings() { }

    /** @param old what was there before; null: the object is new */
    public static List<String> of(Kind kind, Map<String, Object> object, Map<String, Object> old) {
        var warnings = new ArrayList<String>();
        var fresh = old == null;
        if (fresh && (kind == Kinds.POD || NAMING_PODS.contains(kind))) {
            name(kind, Json.text(object, "metadata", "name"), warnings);
        }
        if (kind == Kinds.POD ? fresh : fresh || !Json.same(Json.at(object, "metadata", "generation"),
                Json.at(old, "metadata", "generation"))) {
            template(kind, object, warnings);
        }
        if (kind == Kinds.STATEFUL_SET) {
            Causes.each(Json.maps(object, "spec", "volumeClaimTemplates"), "spec.volumeClaimTemplates", (claim, at) ->
                    claim(Json.map(claim, "spec"), fresh ? at : at + ".Spec", warnings));
        }
        other(kind, object, fresh, warnings);
        return warnings;
    }

    private static void name(Kind kind, String name, List<String> warnings) {
        var faults = Names.label(name);
        if (!faults.isEmpty()) {
            warnings.add(NAME.formatted(kind == Kinds.POD ? "the Pod's hostname" : "Pod names and hostnames",
                    String.join(" ", faults)));
        }
    }

    private static void template(Kind kind, Map<String, Object> object, List<String> warnings) {
        if (kind == Kinds.POD) {
            PodWarnings.find(object, "", warnings);
        } else if (kind == Kinds.CRON_JOB) {
            PodWarnings.find(Json.map(object, "spec", "jobTemplate", "spec", "template"),
                    "spec.jobTemplate.spec.template", warnings);
        } else if (kind == Kinds.POD_TEMPLATE) {
            PodWarnings.find(Json.map(object, "template"), "template", warnings);
        } else if (Json.at(object, "spec", "template", "spec") != null) {
            PodWarnings.find(Json.map(object, "spec", "template"), "spec.template", warnings);
        }
    }

    private static void other(Kind kind, Map<String, Object> object, boolean fresh, List<String> warnings) {
        var annotations = Json.map(object, "metadata", "annotations");
        if (kind == Kinds.SERVICE) {
            service(object, annotations, warnings);
        } else if (kind == Kinds.INGRESS && fresh && annotations.containsKey("kubernetes.io/ingress.class")
                && Json.at(object, "spec", "ingressClassName") == null) {
            warnings.add("annotation \"kubernetes.io/ingress.class\" is deprecated, please use "
                    + "'spec.ingressClassName' instead");
        } else if (kind == Kinds.PVC) {
            storageClass(annotations, warnings);
            claim(Json.map(object, "spec"), "spec", warnings);
        } else if (kind == Kinds.PV) {
            volume(object, annotations, warnings);
        } else if (kind == Kinds.CRON_JOB && !fresh && Json.text(object, "spec", "schedule").contains("TZ")) {
            warnings.add("cannot use TZ or CRON_TZ in spec.spec.schedule, use timeZone instead, see "
                    + "https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details");
        } else if (kind == Kinds.ENDPOINT_SLICE && fresh && "FQDN".equals(object.get("addressType"))) {
            warnings.add("spec.addressType: FQDN endpoints are deprecated");
        }
    }

    private static void service(Map<String, Object> object, Map<String, Object> annotations, List<String> warnings) {
        if (annotations.containsKey("service.kubernetes.io/topology-aware-hints")) {
            warnings.add("annotation service.kubernetes.io/topology-aware-hints is deprecated, please use "
                    + "service.kubernetes.io/topology-mode instead");
        }
        var external = Json.text(object, "spec", "type").equals("ExternalName");
        if (external && !Json.list(object, "spec", "externalIPs").isEmpty()) {
            warnings.add("spec.externalIPs is ignored when spec.type is \"ExternalName\"");
        }
        if (!external && !Json.text(object, "spec", "externalName").isEmpty()) {
            warnings.add("spec.externalName is ignored when spec.type is not \"ExternalName\"");
        }
    }

    private static void storageClass(Map<String, Object> annotations, List<String> warnings) {
        if (annotations.containsKey("volume.beta.kubernetes.io/storage-class")) {
            warnings.add("metadata.annotations[volume.beta.kubernetes.io/storage-class]: deprecated since v1.8; use "
                    + "\"storageClassName\" attribute instead");
        }
    }

    private static void volume(Map<String, Object> object, Map<String, Object> annotations, List<String> warnings) {
        storageClass(annotations, warnings);
        if (annotations.containsKey("volume.beta.kubernetes.io/mount-options")) {
            warnings.add("metadata.annotations[volume.beta.kubernetes.io/mount-options]: deprecated since v1.31; use "
                    + "\"mountOptions\" attribute instead");
        }
        if (Json.text(object, "spec", "persistentVolumeReclaimPolicy").equals("Recycle")) {
            warnings.add("spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the "
                    + "recommended approach is to use dynamic provisioning.");
        }
        Causes.each(Json.maps(object, "spec", "nodeAffinity", "required", "nodeSelectorTerms"),
                "spec.nodeAffinity.required.nodeSelectorTerms", (term, at) -> PodWarnings.nodeTerm(term, at, warnings));
    }

    static void claim(Map<String, Object> spec, String at, List<String> warnings) {
        for (var amounts : List.of("requests", "limits")) {
            fraction(Json.map(spec, "resources", amounts), "storage", at + ".resources." + amounts, warnings);
        }
    }

    /** Bytes come whole. */
    static void fraction(Map<String, Object> amounts, String resource, String at, List<String> warnings) {
        var amount = Json.text(amounts, resource);
        if (!amount.isEmpty() && Quantity.value(amount).remainder(BigDecimal.ONE).signum() != 0) {
            warnings.add("%s[%s]: fractional byte value \"%s\" is invalid, must be an integer"
                    .formatted(at, resource, amount));
        }
    }
}
