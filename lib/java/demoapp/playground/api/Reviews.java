package demoapp.playground.api;

import java.util.List;

import tools.jackson.core.JacksonException;

import demoapp.json.Json;
import demoapp.playground.store.ApiException;

/** May I, and who am I: whoever holds the token may do everything. Nothing is stored. */
final class Reviews {
    private Reviews() { }

    static boolean answers(String path) {
        return path.startsWith("/apis/authorization.k8s.io/v1/selfsubject")
                || path.equals("/apis/authentication.k8s.io/v1/selfsubjectreviews");
    }

    static void create(Call call) {
        Body.requireText(call);
        try {
            var review = call.body.length == 0 ? Json.object() : Json.read(call.body);
            Json.set(review, Json.object("creationTimestamp", null), "metadata");
            switch (Json.text(review, "kind")) {
                case "SelfSubjectReview" -> review.put("status", Json.object("userInfo", Json.object("username",
                        "kubernetes-admin", "groups", List.of("system:masters", "system:authenticated"))));
                case "SelfSubjectRulesReview" -> review.put("status", Json.object("resourceRules", List.of(Json.object(
                        "verbs", List.of("*"), "apiGroups", List.of("*"), "resources", List.of("*"))),
                        "nonResourceRules", List.of(), "incomplete", false));
                default -> review.put("status", Json.object("allowed", true));
            }
            call.answer(201, review);
        } catch (JacksonException broken) {
            throw ApiException.badRequest("couldn't get version/kind; json parse error: " + broken.getMessage());
        }
    }
}
