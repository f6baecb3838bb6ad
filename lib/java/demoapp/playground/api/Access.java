package demoapp.playground.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Store;

/**
 * Who may do what: RBAC, as https://kubernetes.io/docs/reference/access-authn-authz/rbac describes it. The holder of
 * the playground's token may do everything; it matters for `--as`, for service accounts and for `kubectl auth can-i`.
 */
final class Access {
    static final String ADMIN = "kubernetes-admin";

    /** Who asks. */
    record User(String name, List<String> groups) {
        static User admin() {
            return new User(ADMIN, List.of("system:masters", "system:authenticated"));
        }

        /** As the API server sees a name: a service account is in groups of its own. */
        static User named(String name, List<String> more) {
            var groups = new ArrayList<>(more);
            if (name.startsWith("system:serviceaccount:")) {
                groups.add("system:serviceaccounts");
                groups.add("system:serviceaccounts:" + name.split(":")[2]);
            }
            if (!name.equals("system:anonymous") && !groups.contains("system:authenticated")) {
                groups.add("system:authenticated");
            }
            return new User(name, List.copyOf(groups));
        }
    }

    /** What somebody wants to do: to a resource ("pods", "pods/log"), or to another path when that is not "". */
    record Action(String verb, String group, String resource, String namespace, String name, String path) { }

    private final Store store;

    Access(Store store) {
        this.store = store;
    }

    /** @throws ApiException 403 when the user may not do it */
    void check(User user, Call call, Target target) {
        var kind = target.kind();
        var subresource = target.subresource().isEmpty() ? "" : "/" + target.subresource();
        var action = new Action(verb(call, target), kind.group(), kind.plural() + subresource, target.namespace(),
                target.name(), "");
        if (!allows(user, action)) {
            throw forbidden(user, action, target);
        }
    }

    private static String verb(Call call, Target target) {
        var one = !target.name().isEmpty();
        return switch (call.method()) {
            case "GET", "HEAD" -> one ? "get" : call.truth("watch") ? "watch" : "list";
            case "POST" -> "create";
            case "PUT" -> "update";
            case "DELETE" -> one ? "delete" : "deletecollection";
            default -> "patch";
        };
    }

    private static ApiException forbidden(User user, Action action, Target target) {
        var why = "User \"%s\" cannot %s resource \"%s\" in API group \"%s\" %s".formatted(user.name(), action.verb(),
                action.resource(), action.group(), action.namespace().isEmpty() ? "at the cluster scope"
                        : "in the namespace \"" + action.namespace() + "\"");
        var refusal = ApiException.forbidden(target.kind(), action.name(), why);
        return action.name().isEmpty() ? new ApiException(403, "Forbidden", target.kind().resource()
                + " is forbidden: " + why, Json.map(refusal.status(), "details")) : refusal;
    }

    boolean allows(User user, Action action) {
        return rules(user, action.namespace()).stream().anyMatch(rule -> allows(rule, action));
    }

    /** The rules that hold for a user in a namespace, in the whole cluster when that is "". */
    List<Map<String, Object>> rules(User user, String namespace) {
        var rules = new ArrayList<Map<String, Object>>();
        for (var binding : store.list(Kinds.CLUSTER_ROLE_BINDING, "")) {
            if (binds(binding, user)) {
                rules.addAll(role(binding, ""));
            }
        }
        if (!namespace.isEmpty()) {
            for (var binding : store.list(Kinds.ROLE_BINDING, namespace)) {
                if (binds(binding, user)) {
                    rules.addAll(role(binding, namespace));
                }
            }
        }
        return rules;
    }

    private List<Map<String, Object>> role(Map<String, Object> binding, String namespace) {
        var name = Json.text(binding, "roleRef", "name");
        var role = Json.text(binding, "roleRef", "kind").equals("ClusterRole") ? store.get(Kinds.CLUSTER_ROLE, "", name)
                : store.get(Kinds.ROLE, namespace, name);
        return role.map(found -> Json.maps(found, "rules")).orElse(List.of());
    }

    private static boolean binds(Map<String, Object> binding, User user) {
        return Json.maps(binding, "subjects").stream().anyMatch(subject -> {
            var name = Json.text(subject, "name");
            return switch (Json.text(subject, "kind")) {
                case "User" -> name.equals(user.name());
                case "Group" -> user.groups().contains(name);
                default -> user.name().equals("system:serviceaccount:" + Json.text(subject, "namespace") + ":" + name);
            };
        });
    }

    private static boolean allows(Map<String, Object> rule, Action action) {
        if (!names(rule, "verbs", action.verb())) {
            return false;
        }
        if (!action.path().isEmpty()) {
            return Json.texts(rule, "nonResourceURLs").stream().anyMatch(url -> url.endsWith("*")
                    ? action.path().startsWith(url.substring(0, url.length() - 1)) : url.equals(action.path()));
        }
        var names = Json.texts(rule, "resourceNames");
        var subresource = action.resource().replaceFirst("^[^/]*/", "*/");
        return names(rule, "apiGroups", action.group())
                && (names(rule, "resources", action.resource()) || Json.texts(rule, "resources").contains(subresource))
                && (names.isEmpty() || names.contains(action.name()));
    }

    private static boolean names(Map<String, Object> rule, String list, String wanted) {
        var all = Json.texts(rule, list);
        return all.contains("*") || all.contains(wanted);
    }
}
