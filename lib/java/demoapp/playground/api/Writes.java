package demoapp.playground.api;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import demoapp.json.Json;
import demoapp.playground.rules.Warnings;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.Kind;
import demoapp.playground.store.Registry;

/** POST and PUT. */
final class Writes {
    private Writes() { }

    static void create(Call call, Registry registry, Target target) {
        var write = Options.of(call, "CreateOptions", "");
        Accept.of(call);
        var object = Versions.toStored(target.view(), Body.read(call, target.view()));
        Body.checkNamespace(object, target);
        if (!Json.text(object, "metadata", "resourceVersion").isEmpty()) {
            throw new ApiException(500, "", "resourceVersion should not be set on objects to be created", null);
        }
        var created = registry.create(target.kind(), target.namespace(), object, write);
        call.warnings.addAll(Warnings.of(target.kind(), created, null));
        call.answer(201, target.kind(), created);
    }

    static void update(Call call, Registry registry, Target target) {
        var write = Options.of(call, "UpdateOptions", target.subresource());
        var object = Versions.toStored(target.view(), Body.read(call, target.view()));
        Body.checkIdentity(object, target);
        checkVersion(object);
        var before = new AtomicReference<Map<String, Object>>();
        var updated = registry.update(target.kind(), target.namespace(), target.name(), write, old -> {
            before.set(old);
            checkSame(target.kind(), old, object);
            return object;
        });
        if (target.subresource().isEmpty()) {
            call.warnings.addAll(Warnings.of(target.kind(), updated, before.get()));
        }
        call.answer(200, target.kind(), updated);
    }

    private static void checkVersion(Map<String, Object> object) {
        var version = Json.text(object, "metadata", "resourceVersion");
        if (!version.matches("\\d*")) {
            throw new ApiException(500, "",
                    "strconv.ParseUint: parsing \"%s\": invalid syntax".formatted(version), null);
        }
    }

    /** The uid and the resourceVersion that a write carries, if any, must be the stored object's. */
    static void checkSame(Kind kind, Map<String, Object> old, Map<String, Object> object) {
        var name = Json.text(old, "metadata", "name");
        var uid = Json.text(object, "metadata", "uid");
        if (!uid.isEmpty() && !uid.equals(Json.text(old, "metadata", "uid"))) {
            throw ApiException.conflict(kind, name, ("StorageError: invalid object, Code: 4, Key: /registry/%s/%s/%s, "
                    + "ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: %s, UID in "
                    + "object meta: %s").formatted(kind.plural(), Json.text(old, "metadata", "namespace"), name, uid,
                    Json.text(old, "metadata", "uid")));
        }
        checkCurrent(kind, old, object);
    }

    static void checkCurrent(Kind kind, Map<String, Object> old, Map<String, Object> object) {
        var version = Json.text(object, "metadata", "resourceVersion");
        if (!version.isEmpty() && !version.equals("0")
                && !version.equals(Json.text(old, "metadata", "resourceVersion"))) {
            throw ApiException.conflict(kind, Json.text(old, "metadata", "name"),
                    "the object has been modified; please apply your changes to the latest version and try again");
        }
    }
}
