package demoapp.playground.api;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.Kind;
import demoapp.playground.store.Kinds;

/** Which kinds there are: /api, /apis and below, one document a group or all at once (aggregated), and /version. */
final class Discovery {
    private static final String AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
    private static final List<String> VERBS =
            List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

    private Discovery() { }

    /** Answers if the path is one of discovery's, or else returns false. */
    static boolean answer(Call call, String path) {
        var steps = path.substring(1).split("/");
        if (path.equals("/version")) {
            call.answer(200, version());
        } else if (path.equals("/api") || path.equals("/apis")) {
            index(call, path.equals("/api"));
        } else if (path.startsWith("/apis/") && steps.length == 2 && groups().contains(steps[1])) {
            call.answer(200, group(steps[1], true));
        } else if (path.startsWith("/api/") && steps.length == 2) {
            call.answer(200, resources("", steps[1]));
        } else if (path.startsWith("/apis/") && steps.length == 3) {
            call.answer(200, resources(steps[1], steps[2]));
        } else {
            return false;
        }
        return true;
    }

    static Map<String, Object> version() {
        return Json.object("major", "1", "minor", "32", "gitVersion", "v1.32.13", "gitCommit", "playground",
                "gitTreeState", "clean", "buildDate", "2026-01-01T00:00:00Z", "goVersion", "none", "compiler", "none",
                "platform", "linux/amd64");
    }

    private static void index(Call call, boolean core) {
        var accept = call.request.getHeader("Accept");
        if (accept != null && accept.contains("as=APIGroupDiscoveryList") && accept.contains("v=v2;")) {
            var groups = core ? List.of("") : groups();
            call.send(200, AGGREGATED, Json.bytes(Json.object("kind", "APIGroupDiscoveryList", "apiVersion",
                    "apidiscovery.k8s.io/v2", "metadata", Map.of(), "items",
                    groups.stream().map(Discovery::aggregated).toList())));
        } else if (core) {
            call.answer(200, Json.object("kind", "APIVersions", "versions", List.of("v1"),
                    "serverAddressByClientCIDRs", List.of(Json.object("clientCIDR", "0.0.0.0/0", "serverAddress",
                            "127.0.0.1:" + call.request.localAddress().port()))));
        } else {
            call.answer(200, Json.object("kind", "APIGroupList", "apiVersion", "v1", "groups",
                    groups().stream().map(group -> group(group, false)).toList()));
        }
    }

    private static List<String> groups() {
        var groups = new LinkedHashSet<String>();
        Kinds.all().forEach(kind -> groups.add(kind.group()));
        groups.add("authorization.k8s.io");
        groups.add("authentication.k8s.io");
        groups.remove("");
        return List.copyOf(groups);
    }

    private static String versionOf(String group) {
        return Kinds.all().stream().filter(kind -> kind.group().equals(group)).findFirst().map(Kind::version)
                .orElse("v1");
    }

    private static Map<String, Object> group(String group, boolean whole) {
        var version = versionOf(group);
        var groupVersion = Json.object("groupVersion", group + "/" + version, "version", version);
        var document = whole ? Json.object("kind", "APIGroup", "apiVersion", "v1") : Json.object();
        document.putAll(Json.object("name", group, "versions", List.of(groupVersion), "preferredVersion",
                groupVersion));
        return document;
    }

    private static Map<String, Object> resources(String group, String version) {
        var kinds = kinds(group);
        if (!(groups().contains(group) || group.isEmpty()) || !version.equals(versionOf(group))) {
            throw Target.noSuchResource();
        }
        var resources = new ArrayList<Map<String, Object>>();
        for (var kind : kinds) {
            resources.add(resource(kind));
            kind.subresources().forEach(subresource -> resources.add(subresource(kind, subresource)));
        }
        reviews(group).forEach(review -> resources.add(Json.object("name", review, "singularName", "", "namespaced",
                false, "kind", reviewKind(review), "verbs", List.of("create"))));
        var list = Json.object("kind", "APIResourceList");
        if (!group.isEmpty()) {
            list.put("apiVersion", "v1");
        }
        list.put("groupVersion", group.isEmpty() ? version : group + "/" + version);
        list.put("resources", resources);
        return list;
    }

    private static List<Kind> kinds(String group) {
        return Kinds.all().stream().filter(kind -> kind.group().equals(group)).toList();
    }

    private static Map<String, Object> resource(Kind kind) {
        var resource = Json.object("name", kind.plural(), "singularName", kind.singular(), "namespaced",
                kind.namespaced(), "kind", kind.name(), "verbs", verbs(kind));
        Json.set(resource, kind.shortNames().isEmpty() ? null : kind.shortNames(), "shortNames");
        Json.set(resource, kind.categories().isEmpty() ? null : kind.categories(), "categories");
        return resource;
    }

    static List<String> verbs(Kind kind) {
        return kind == Kinds.NAMESPACE ? VERBS.stream().filter(verb -> !verb.equals("deletecollection")).toList()
                : VERBS;
    }

    private static Map<String, Object> subresource(Kind kind, String subresource) {
        var document = Json.object("name", kind.plural() + "/" + subresource, "singularName", "", "namespaced",
                kind.namespaced());
        var type = subresourceKind(kind, subresource);
        if (!type.get("group").equals("")) {
            document.put("group", type.get("group"));
            document.put("version", type.get("version"));
        }
        document.put("kind", type.get("kind"));
        document.put("verbs", subresourceVerbs(subresource));
        return document;
    }

    private static Map<String, Object> subresourceKind(Kind kind, String subresource) {
        return switch (subresource) {
            case "scale" -> Json.object("group", "autoscaling", "version", "v1", "kind", "Scale");
            case "eviction" -> Json.object("group", "policy", "version", "v1", "kind", "Eviction");
            default -> Json.object("group", "", "version", "", "kind", kind.name());
        };
    }

    private static List<String> subresourceVerbs(String subresource) {
        return switch (subresource) {
            case "log" -> List.of("get");
            case "eviction" -> List.of("create");
            case "finalize" -> List.of("update");
            default -> List.of("get", "patch", "update");
        };
    }

    private static List<String> reviews(String group) {
        return switch (group) {
            case "authorization.k8s.io" -> List.of("selfsubjectaccessreviews", "selfsubjectrulesreviews");
            case "authentication.k8s.io" -> List.of("selfsubjectreviews");
            default -> List.of();
        };
    }

    private static String reviewKind(String plural) {
        return switch (plural) {
            case "selfsubjectaccessreviews" -> "SelfSubjectAccessReview";
            case "selfsubjectrulesreviews" -> "SelfSubjectRulesReview";
            default -> "SelfSubjectReview";
        };
    }

    private static Map<String, Object> aggregated(String group) {
        var metadata = group.isEmpty() ? Json.object() : Json.object("name", group);
        metadata.put("creationTimestamp", null);
        var resources = new ArrayList<Map<String, Object>>();
        kinds(group).forEach(kind -> resources.add(aggregated(kind)));
        reviews(group).forEach(review -> resources.add(Json.object("resource", review, "responseKind",
                Json.object("group", "", "version", "", "kind", reviewKind(review)), "scope", "Cluster",
                "singularResource", reviewKind(review).toLowerCase(), "verbs", List.of("create"))));
        return Json.object("metadata", metadata, "versions", List.of(Json.object("version", versionOf(group),
                "resources", resources, "freshness", "Current")));
    }

    private static Map<String, Object> aggregated(Kind kind) {
        var resource = Json.object("resource", kind.plural(), "responseKind", Json.object("group", "", "version", "",
                "kind", kind.name()), "scope", kind.namespaced() ? "Namespaced" : "Cluster", "singularResource",
                kind.singular(), "verbs", verbs(kind));
        Json.set(resource, kind.shortNames().isEmpty() ? null : kind.shortNames(), "shortNames");
        Json.set(resource, kind.categories().isEmpty() ? null : kind.categories(), "categories");
        var subresources = kind.subresources().stream().map(name -> Json.object("subresource", name, "responseKind",
                subresourceKind(kind, name), "verbs", subresourceVerbs(name))).toList();
        Json.set(resource, subresources.isEmpty() ? null : subresources, "subresources");
        return resource;
    }

    static ApiException methodNotAllowed() {
        return new ApiException(405, "MethodNotAllowed",
                "the server does not allow this method on the requested resource", Map.of());
    }
}
