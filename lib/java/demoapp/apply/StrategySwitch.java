package demoapp.apply;

import java.util.Map;

import demoapp.Problem;
import demoapp.apply.Apply.Planned;
import demoapp.cluster.Answer;
import demoapp.cluster.Requests;
import demoapp.json.Json;
import demoapp.manifest.Manifest;

/**
 * A Deployment's way from RollingUpdate to Recreate. The server filled in strategy.rollingUpdate by itself; nobody owns
 * it, so that an apply of Recreate cannot give it up, and is refused (https://github.com/kubernetes/kubernetes/issues/24198).
 * First then an apply that spells rollingUpdate out, and so owns it; it pauses the Deployment, so that no pod is touched
 * yet. The manifest's own apply gives both up again.
 */
final class StrategySwitch {
    private StrategySwitch() { }

    static boolean isRefused(Manifest manifest, Answer answer) {
        return manifest.kind().equals("Deployment")
                && Json.text(manifest.object(), "spec", "strategy", "type").equals("Recreate")
                && answer.message().contains("spec.strategy.rollingUpdate: Forbidden");
    }

    /** Tries it with a dry run. */
    static void check(Requests requests, Planned planned, boolean force) {
        var live = planned.before();
        if (!force && isOwnedByAnother(live)) {
            throw Problem.failed(planned.manifest().where("spec", "strategy") + ": " + planned.manifest().title()
                    + ": strategy.rollingUpdate was set by somebody else (--force-conflicts removes it)");
        }
        var answer = Apply.apply(requests, planned.path(), between(planned.manifest(), live), force, true);
        if (!answer.ok()) {
            throw Problem.failed(planned.manifest().where() + ": " + planned.manifest().title() + ": " + answer.message()
                    + (answer.code() == 409 ? " (--force-conflicts takes these fields over)" : ""));
        }
    }

    /** After this the manifest can be applied. */
    static void prepare(Requests requests, Planned planned, boolean force) {
        var live = planned.before();
        var answer = isOwnedByAnother(live) && force
                ? requests.send("PATCH", planned.path() + "?fieldManager=" + Apply.FIELD_MANAGER,
                        "application/merge-patch+json", recreate())
                : Apply.apply(requests, planned.path(), between(planned.manifest(), live), force, false);
        if (!answer.ok()) {
            throw Problem.failed(planned.manifest().title() + ": " + answer.message());
        }
    }

    /** The manifest, paused and with the strategy that the Deployment has now. */
    private static Map<String, Object> between(Manifest manifest, Map<String, Object> live) {
        var object = Json.copy(manifest.object());
        Json.set(object, true, "spec", "paused");
        Json.set(object, Json.copy(Json.map(live, "spec", "strategy")), "spec", "strategy");
        return object;
    }

    private static Map<String, Object> recreate() {
        var strategy = Json.object("type", "Recreate", "rollingUpdate", null);
        return Json.object("spec", Json.object("strategy", strategy));
    }

    private static boolean isOwnedByAnother(Map<String, Object> live) {
        return Json.maps(live, "metadata", "managedFields").stream()
                .filter(owner -> !Json.text(owner, "manager").equals(Apply.FIELD_MANAGER)
                        || !Json.text(owner, "operation").equals("Apply"))
                .anyMatch(owner -> Json.at(owner, "fieldsV1", "f:spec", "f:strategy", "f:rollingUpdate") != null);
    }
}
