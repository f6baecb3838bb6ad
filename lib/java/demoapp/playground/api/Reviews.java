package demoapp.playground.api;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import demoapp.json.Json;
import demoapp.playground.schema.ManagedFields;
import demoapp.playground.schema.Normalize;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.ApiException.Cause;
import demoapp.playground.store.Kind;
import demoapp.playground.store.Registry;

/** May I, may somebody else, what may I all, who am I, and whose token is this. Nothing is stored. */
final class Reviews {
    private static final Pattern PATH = Pattern.compile(
            "/apis/(authorization|authentication)\\.k8s\\.io/v1/(?:namespaces/([^/]+)/)?([a-z]+reviews)");

    private final Access access;
    private final Tokens tokens;

    Reviews(Access access, Tokens tokens) {
        this.access = access;
        this.tokens = tokens;
    }

    static boolean answers(String path) {
        var matcher = PATH.matcher(path);
        return matcher.matches() && Unstored.kinds().stream().anyMatch(kind -> kind.plural().equals(matcher.group(3))
                && kind.group().startsWith(matcher.group(1)) && kind.namespaced() == (matcher.group(2) != null));
    }

    void create(Call call, String path, Access.User user) {
        var matcher = PATH.matcher(path);
        if (!call.method().equals("POST") || !matcher.matches()) {
            throw Discovery.methodNotAllowed();
        }
        var kind = Unstored.kinds().stream().filter(review -> review.plural().equals(matcher.group(3))).findFirst()
                .orElseThrow();
        var review = Normalize.object(kind, Body.other(call, kind.name()));
        var spec = Json.map(review, "spec");
        switch (kind.name()) {
            case "SelfSubjectReview" -> {
                Json.set(review, now(), "metadata", "creationTimestamp");
                review.put("status", Json.object("userInfo", info(user)));
            }
            case "SelfSubjectRulesReview" -> {
                review.put("status", rules(user, Json.text(spec, "namespace")));
                review.put("spec", Map.of()); // the API server does not say it again
            }
            case "TokenReview" -> answer(call, kind, review, token(Json.text(spec, "token")));
            case "SelfSubjectAccessReview" -> answer(call, kind, review, verdict(user, kind.name(), spec));
            default -> answer(call, kind, review, verdict(Access.User.named(Json.text(spec, "user"),
                    Json.texts(spec, "groups")), kind.name(), spec));
        }
        call.answer(201, review);
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** These note who sent which fields, though nobody reads it. */
    private static void answer(Call call, Kind kind, Map<String, Object> review, Map<String, Object> status) {
        ManagedFields.update(kind, Map.of(), review, new Registry.Write(call.manager(), "", false, false), now());
        review.put("status", status);
    }

    private Map<String, Object> verdict(Access.User user, String kind, Map<String, Object> spec) {
        var resource = Json.map(spec, "resourceAttributes");
        var path = Json.map(spec, "nonResourceAttributes");
        if (spec.get("resourceAttributes") != null && spec.get("nonResourceAttributes") != null) {
            throw ApiException.invalid("authorization.k8s.io", "", "", List.of(new Cause("FieldValueInvalid",
                    "Invalid value: authorization.NonResourceAttributes{Path:%s, Verb:%s}: cannot be specified in "
                    .formatted(Json.string(Json.text(path, "path")), Json.string(Json.text(path, "verb")))
                    + "combination with resourceAttributes", "spec.nonResourceAttributes")));
        }
        if (resource.isEmpty() && path.isEmpty()) {
            throw ApiException.invalid("authorization.k8s.io", "", "", List.of(new Cause("FieldValueInvalid",
                    "Invalid value: \"null\": exactly one of nonResourceAttributes or resourceAttributes must be "
                    + "specified", "spec.resourceAttributes")));
        }
        var subresource = Json.text(resource, "subresource");
        var allowed = access.allows(user, path.isEmpty() ? new Access.Action(Json.text(resource, "verb"),
                Json.text(resource, "group"), Json.text(resource, "resource")
                + (subresource.isEmpty() ? "" : "/" + subresource), Json.text(resource, "namespace"),
                Json.text(resource, "name"), "")
                : new Access.Action(Json.text(path, "verb"), "", "", "", "", Json.text(path, "path")));
        return Json.object("allowed", allowed);
    }

    private Map<String, Object> rules(Access.User user, String namespace) {
        if (namespace.isEmpty()) {
            throw ApiException.badRequest("no namespace on request");
        }
        var resources = new ArrayList<Map<String, Object>>();
        var paths = new ArrayList<Map<String, Object>>();
        for (var rule : access.rules(user, namespace)) {
            if (rule.containsKey("resources")) {
                resources.add(part(rule, "verbs", "apiGroups", "resources", "resourceNames"));
            }
            if (rule.containsKey("nonResourceURLs")) {
                paths.add(part(rule, "verbs", "nonResourceURLs"));
            }
        }
        return Json.object("resourceRules", resources, "nonResourceRules", paths, "incomplete", false);
    }

    private static Map<String, Object> part(Map<String, Object> rule, String... fields) {
        var part = Json.object();
        for (var field : fields) {
            Json.set(part, rule.get(field), field);
        }
        return part;
    }

    private Map<String, Object> token(String given) {
        return tokens.user("Bearer " + given).map(user -> Json.object("authenticated", true, "user", info(user)))
                .orElseGet(() -> Json.object("user", Map.of(), "error", "invalid bearer token"));
    }

    /** Whose credential it is; the playground's own counts as the client certificate of the real one's administrator. */
    private Map<String, Object> info(Access.User user) {
        var info = Json.object("username", user.name(), "groups", user.groups());
        if (user.name().equals(Access.ADMIN)) {
            info.put("extra", Json.object("authentication.kubernetes.io/credential-id",
                    List.of("X509SHA256=" + tokens.fingerprint())));
        }
        return info;
    }
}
