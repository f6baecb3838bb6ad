package demoapp.playground.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import demoapp.json.Json;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.Kind;
import demoapp.playground.store.Kinds;

/** Which kinds there are: /api, /apis and below, one document a group or all at once (aggregated), and /version. */
final class Discovery {
    private static final String AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
    private static final List<String> VERBS =
            List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");
    /** In the server's order of preference. */
    private static final List<String> GROUPS = List.of("apiregistration.k8s.io", "apps", "events.k8s.io",
            "authentication.k8s.io", "authorization.k8s.io", "autoscaling", "batch", "certificates.k8s.io",
            "networking.k8s.io", "policy", "rbac.authorization.k8s.io", "storage.k8s.io",
            "admissionregistration.k8s.io", "apiextensions.k8s.io", "scheduling.k8s.io", "coordination.k8s.io",
            "node.k8s.io", "discovery.k8s.io", "flowcontrol.apiserver.k8s.io");

    private Discovery() { }

    /** Answers if the path is one of discovery's, or else returns false. */
    static boolean answer(Call call, String path) {
        var steps = path.substring(1).split("/");
        if (path.equals("/version")) {
            call.answer(200, version());
        } else if (path.equals("/api") || path.equals("/apis")) {
            index(call, path.equals("/api"));
        } else if (path.startsWith("/apis/") && steps.length == 2 && served(steps[1])) {
            call.answer(200, group(steps[1], true));
        } else if (path.startsWith("/api/") && steps.length == 2) {
            call.answer(200, resources("", steps[1]));
        } else if (path.startsWith("/apis/") && steps.length == 3 && served(steps[1])) {
            call.answer(200, resources(steps[1], steps[2]));
        } else {
            return false;
        }
        return true;
    }

    /** Whether there is such a group. */
    static boolean served(String group) {
        return GROUPS.contains(group);
    }

    static Map<String, Object> version() {
        return Json.object("major", "1", "minor", "32", "gitVersion", "v1.32.13", "gitCommit",
                "63adf010aa20e104c0b7043b47f42f50c9f72b17", "gitTreeState", "clean", "buildDate",
                "2026-01-01T00:00:00Z", "goVersion", "go1.23.5", "compiler", "gc", "platform", "linux/amd64");
    }

    private static void index(Call call, boolean core) {
        var accept = call.request.getHeader("Accept");
        if (accept != null && accept.contains("as=APIGroupDiscoveryList") && accept.contains("v=v2;")) {
            var groups = core ? List.of("") : GROUPS;
            call.send(200, AGGREGATED, Json.bytes(Json.object("kind", "APIGroupDiscoveryList", "apiVersion",
                    "apidiscovery.k8s.io/v2", "metadata", Map.of(), "items",
                    groups.stream().map(Discovery::aggregated).toList())));
        } else if (core) {
            call.answer(200, Json.object("kind", "APIVersions", "versions", List.of("v1"),
                    "serverAddressByClientCIDRs", List.of(Json.object("clientCIDR", "0.0.0.0/0", "serverAddress",
                            "127.0.0.1:" + call.request.localAddress().port()))));
        } else {
            call.answer(200, Json.object("kind", "APIGroupList", "apiVersion", "v1", "groups",
                    GROUPS.stream().map(group -> group(group, false)).toList()));
        }
    }

    /** All kinds, stored or not. */
    static Stream<Kind> kinds() {
        return Stream.concat(Kinds.all().stream(), Unstored.kinds().stream());
    }

    /** The newest first. */
    private static List<String> versions(String group) {
        return kinds().filter(kind -> kind.group().equals(group)).map(Kind::version).distinct()
                .sorted(Comparator.reverseOrder()).toList();
    }

    private static List<Kind> kinds(String group, String version) {
        return kinds().filter(kind -> kind.group().equals(group) && kind.version().equals(version))
                .sorted(Comparator.comparing(Kind::plural)).toList();
    }

    private static Map<String, Object> group(String group, boolean whole) {
        var versions = versions(group).stream()
                .map(version -> Json.object("groupVersion", group + "/" + version, "version", version)).toList();
        var document = whole ? Json.object("kind", "APIGroup", "apiVersion", "v1") : Json.object();
        document.putAll(Json.object("name", group, "versions", versions, "preferredVersion", versions.get(0)));
        return document;
    }

    private static Map<String, Object> resources(String group, String version) {
        if (!versions(group).contains(version)) {
            throw Target.noSuchResource();
        }
        var resources = new ArrayList<Map<String, Object>>();
        for (var kind : kinds(group, version)) {
            resources.add(resource(kind));
            kind.subresources().forEach(subresource -> resources.add(subresource(kind, subresource)));
        }
        var list = Json.object("kind", "APIResourceList");
        if (!group.isEmpty()) {
            list.put("apiVersion", "v1");
        }
        list.put("groupVersion", group.isEmpty() ? version : group + "/" + version);
        list.put("resources", resources);
        return list;
    }

    private static Map<String, Object> resource(Kind kind) {
        var resource = Json.object("name", kind.plural(), "singularName", kind.singular(), "namespaced",
                kind.namespaced(), "kind", kind.name(), "verbs", verbs(kind));
        Json.set(resource, kind.shortNames().isEmpty() ? null : kind.shortNames(), "shortNames");
        Json.set(resource, kind.categories().isEmpty() ? null : kind.categories(), "categories");
        if (Unstored.verbs(kind) == null) {
            resource.put("storageVersionHash", storageVersionHash(kind));
        }
        return resource;
    }

    /** As the API server makes it, of the kind in the version that is stored. */
    private static String storageVersionHash(Kind kind) {
        try {
            var stored = Versions.stored(kind);
            var name = stored.apiVersion().replaceAll("^v1$", "/v1") + "/" + stored.name();
            var digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(Arrays.copyOf(digest, 8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static List<String> verbs(Kind kind) {
        var verbs = Unstored.verbs(kind);
        return verbs != null ? verbs : kind == Kinds.NAMESPACE
                ? VERBS.stream().filter(verb -> !verb.equals("deletecollection")).toList() : VERBS;
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
            case "scale" -> type("autoscaling", "v1", "Scale");
            case "eviction" -> type("policy", "v1", "Eviction");
            case "token" -> type("authentication.k8s.io", "v1", "TokenRequest");
            case "binding" -> type("", "", "Binding");
            case "attach" -> type("", "", "PodAttachOptions");
            case "exec" -> type("", "", "PodExecOptions");
            case "portforward" -> type("", "", "PodPortForwardOptions");
            case "proxy" -> type("", "", kind.name() + "ProxyOptions");
            default -> type("", "", kind.name());
        };
    }

    private static Map<String, Object> type(String group, String version, String kind) {
        return Json.object("group", group, "version", version, "kind", kind);
    }

    private static List<String> subresourceVerbs(String subresource) {
        return switch (subresource) {
            case "log" -> List.of("get");
            case "eviction", "binding", "token" -> List.of("create");
            case "attach", "exec", "portforward" -> List.of("create", "get");
            case "proxy" -> List.of("create", "delete", "get", "patch", "update");
            case "finalize" -> List.of("update");
            default -> List.of("get", "patch", "update");
        };
    }

    private static Map<String, Object> aggregated(String group) {
        var metadata = group.isEmpty() ? Json.object() : Json.object("name", group);
        metadata.put("creationTimestamp", null);
        return Json.object("metadata", metadata, "versions", versions(group).stream().map(version -> Json.object(
                "version", version, "resources", kinds(group, version).stream().map(Discovery::aggregated).toList(),
                "freshness", "Current")).toList());
    }

    private static Map<String, Object> aggregated(Kind kind) {
        var resource = Json.object("resource", kind.plural(), "responseKind", type("", "", kind.name()), "scope",
                kind.namespaced() ? "Namespaced" : "Cluster", "singularResource", kind.singular(), "verbs",
                verbs(kind));
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
