package demoapp.playground.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.ApiException.Cause;
import demoapp.playground.store.Deletion;
import demoapp.playground.store.Kind;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;

/** DELETE of one object and of a collection. */
final class Deletes {
    private static final List<String> POLICIES = List.of("Foreground", "Background", "Orphan");
    /** Kinds whose DELETE answers with the object even when it is gone; the others answer a Status. */
    private static final List<Kind> ANSWERS_OBJECT =
            List.of(Kinds.POD, Kinds.SERVICE, Kinds.PVC, Kinds.PV, Kinds.NAMESPACE, Kinds.SERVICE_ACCOUNT,
                    Kinds.RESOURCE_QUOTA, Kinds.STORAGE_CLASS);
    private static final List<String> KEPT_NAMESPACES = List.of("default", "kube-system", "kube-public");
    private static final String JOB_WARNING = "child pods are preserved by default when jobs are deleted; set "
            + "propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning";

    private Deletes() { }

    static void one(Call call, Registry registry, Target target) {
        var kind = target.kind();
        var how = options(call);
        if (kind == Kinds.NAMESPACE && KEPT_NAMESPACES.contains(target.name())) {
            throw ApiException.forbidden(kind, target.name(), "this namespace may not be deleted");
        }
        var deleted = registry.deleted(kind, target.namespace(), target.name(), how);
        if (kind == Kinds.JOB && how.propagation() == null) {
            call.warnings.add(JOB_WARNING);
        }
        if (!deleted.gone() || ANSWERS_OBJECT.contains(kind)) {
            call.answer(200, kind, deleted.object());
            return;
        }
        var details = Json.object("name", target.name());
        if (!kind.group().isEmpty()) {
            details.put("group", kind.group());
        }
        details.put("kind", kind.plural());
        details.put("uid", Json.text(deleted.object(), "metadata", "uid"));
        call.answer(200, Json.object("kind", "Status", "apiVersion", "v1", "metadata", Map.of(), "status", "Success",
                "details", details));
    }

    static void collection(Call call, Registry registry, Target target) {
        var how = options(call);
        var kind = target.kind();
        var deleted = new ArrayList<Map<String, Object>>();
        var listing = registry.store().listing(kind, target.namespace());
        for (var object : listing.items().stream().filter(Reads.selector(call, kind)).toList()) {
            try {
                deleted.add(registry.deleted(kind, Json.text(object, "metadata", "namespace"),
                        Json.text(object, "metadata", "name"), how).object());
            } catch (ApiException gone) {
                if (!gone.notFound()) {
                    throw gone;
                }
            }
        }
        var metadata = Json.object("resourceVersion", Long.toString(listing.version()));
        call.answer(200, kind, Reads.list(kind, metadata, deleted));
    }

    /** DeleteOptions from the body, or else from the query. */
    static Deletion options(Call call) {
        var body = Body.other(call, "DeleteOptions");
        var policy = body.isEmpty() ? call.query("propagationPolicy") : Json.text(body, "propagationPolicy");
        var orphan = body.isEmpty() ? call.query("orphanDependents") : Json.text(body, "orphanDependents");
        var dryRun = body.isEmpty() ? call.request.params().getAll("dryRun") : Json.texts(body, "dryRun");
        var grace = body.isEmpty() ? call.query("gracePeriodSeconds").isEmpty() ? null
                : Long.valueOf(call.number("gracePeriodSeconds", 0)) : longOrNull(body.get("gracePeriodSeconds"));
        var causes = new ArrayList<Cause>();
        if (!policy.isEmpty() && !orphan.isEmpty()) {
            causes.add(new Cause("FieldValueInvalid", "Invalid value: \"%s\": orphanDependents and "
                    .formatted(policy) + "deletionPropagation cannot be both set", "propagationPolicy"));
        }
        if (!policy.isEmpty() && !POLICIES.contains(policy)) {
            causes.add(new Cause("FieldValueNotSupported", ("Unsupported value: \"%s\": supported values: "
                    + "\"Foreground\", \"Background\", \"Orphan\", \"nil\"").formatted(policy), "propagationPolicy"));
        }
        Options.checkDryRun(dryRun, causes);
        Options.refuse("DeleteOptions", causes);
        var propagation = orphan.equals("true") ? "Orphan" : orphan.equals("false") ? "Background" : policy;
        return new Deletion(propagation.isEmpty() ? null : propagation, grace,
                (String) Json.at(body, "preconditions", "uid"),
                (String) Json.at(body, "preconditions", "resourceVersion"), !dryRun.isEmpty());
    }

    private static Long longOrNull(Object value) {
        return value instanceof Number number ? Long.valueOf(number.longValue()) : null;
    }
}
