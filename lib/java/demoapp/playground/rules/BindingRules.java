package demoapp.playground.rules;

import java.util.List;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.Registry;

/** RoleBinding and ClusterRoleBinding: to which role never changes. */
final class BindingRules extends Rules {
    private static final String GROUP = "rbac.authorization.k8s.io";

    @Override
    List<String> nameFaults(String name) {
        return Names.pathStep(name);
    }

    @Override
    public void defaults(Map<String, Object> object) {
        if (Json.text(object, "roleRef", "apiGroup").isEmpty()) {
            Json.set(object, GROUP, "roleRef", "apiGroup");
        }
        Json.maps(object, "subjects").stream()
                .filter(subject -> Json.text(subject, "kind").matches("User|Group"))
                .filter(subject -> Json.text(subject, "apiGroup").isEmpty())
                .forEach(subject -> subject.put("apiGroup", GROUP));
    }

    /** Before all else is looked whether who binds may do so, and that fails. */
    @Override
    public void admit(Map<String, Object> object, Registry registry) {
        var kind = Json.text(object, "roleRef", "kind");
        if (!kind.matches("(Cluster)?Role")) {
            throw new ApiException(500, "", "unsupported role reference kind: \"%s\"".formatted(kind), null);
        }
    }

    @Override
    void validate(Map<String, Object> object, Causes causes) {
        var namespaced = Json.text(object, "kind").equals("RoleBinding");
        var role = Json.map(object, "roleRef");
        causes.oneOf("roleRef.apiGroup", role.get("apiGroup"), GROUP);
        causes.oneOf("roleRef.kind", Json.text(role, "kind"),
                namespaced ? new String[] {"Role", "ClusterRole"} : new String[] {"ClusterRole"});
        var name = Json.text(role, "name");
        if (name.isEmpty()) {
            causes.required("roleRef.name");
        }
        causes.invalid("roleRef.name", name, Names.pathStep(name));
        Causes.each(Json.maps(object, "subjects"), "subjects", (subject, at) -> subject(subject, namespaced, at, causes));
    }

    private static void subject(Map<String, Object> subject, boolean namespaced, String at, Causes causes) {
        var name = Json.text(subject, "name");
        if (name.isEmpty()) {
            causes.required(at + ".name");
        }
        var group = Json.text(subject, "apiGroup");
        switch (Json.text(subject, "kind")) {
            case "User", "Group" -> causes.oneOf(at + ".apiGroup", group, GROUP);
            case "ServiceAccount" -> {
                causes.invalid(at + ".name", name, name.isEmpty() ? List.of() : Names.subdomain(name));
                causes.oneOf(at + ".apiGroup", group, "");
                if (!namespaced && Json.text(subject, "namespace").isEmpty()) {
                    causes.required(at + ".namespace");
                }
            }
            default -> causes.notSupported(at + ".kind", Json.text(subject, "kind"), "ServiceAccount", "User", "Group");
        }
    }

    @Override
    void validateUpdate(Map<String, Object> object, Map<String, Object> old, Causes causes) {
        var role = Json.map(object, "roleRef");
        if (!Json.same(role, old.get("roleRef"))) {
            causes.invalid("roleRef", new Causes.Quoted("rbac.RoleRef{APIGroup:%s, Kind:%s, Name:%s}".formatted(
                    Json.string(role.get("apiGroup")), Json.string(role.get("kind")), Json.string(role.get("name")))),
                    "cannot change roleRef");
        }
    }
}
