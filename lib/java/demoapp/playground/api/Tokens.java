package demoapp.playground.api;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import tools.jackson.core.JacksonException;

import demoapp.json.Json;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.ApiException.Cause;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Store;

/** Bearer tokens: the playground's own, and the service accounts' (POST …/serviceaccounts/NAME/token). */
final class Tokens {
    private static final String ISSUER = "https://kubernetes.default.svc.cluster.local";
    private static final long SHORTEST = 600;
    private static final long USUAL = 3600;

    private final String token;
    private final Store store;

    /** @param token the playground's own, with which the others are signed */
    Tokens(String token, Store store) {
        this.token = token;
        this.store = store;
    }

    /**
     * Who sent the request, or whom he speaks for (`--as`).
     *
     * @throws ApiException 401 without a valid token, 403 for speaking for others without being allowed to
     */
    Access.User user(Call call) {
        var user = user(call.request.getHeader("Authorization"))
                .orElseThrow(() -> new ApiException(401, "Unauthorized", "Unauthorized", null));
        var other = call.request.getHeader("Impersonate-User");
        if (other == null || other.isEmpty()) {
            return user;
        }
        if (!user.name().equals(Access.ADMIN)) {
            throw new ApiException(403, "Forbidden", ("users \"%s\" is forbidden: User \"%s\" cannot impersonate resource "
                    + "\"users\" in API group \"\" at the cluster scope").formatted(other, user.name()),
                    Json.object("name", other, "kind", "users"));
        }
        return Access.User.named(other, call.request.headers().getAll("Impersonate-Group"));
    }

    /** Whom an Authorization header belongs to; empty: to nobody. */
    Optional<Access.User> user(String header) {
        if (header == null || !header.startsWith("Bearer ")) {
            return Optional.empty();
        }
        var given = header.substring("Bearer ".length());
        return given.equals(token) ? Optional.of(Access.User.admin()) : account(given);
    }

    /** The service account of a token of ours that has not run out, while the account is there. */
    private Optional<Access.User> account(String given) {
        var end = given.lastIndexOf('.');
        if (end < 0 || !MessageDigest.isEqual(bytes(given.substring(end + 1)),
                bytes(signature(given.substring(0, end))))) {
            return Optional.empty();
        }
        try {
            var claims = Json.read(Base64.getUrlDecoder().decode(given.substring(0, end).split("\\.")[1]));
            var account = Json.map(claims, "kubernetes.io");
            var there = store.get(Kinds.SERVICE_ACCOUNT, Json.text(account, "namespace"),
                    Json.text(account, "serviceaccount", "name")).isPresent();
            return there && Json.number(claims, 0, "exp") > Instant.now().getEpochSecond()
                    ? Optional.of(Access.User.named(Json.text(claims, "sub"), List.of())) : Optional.empty();
        } catch (JacksonException | IllegalArgumentException garbage) {
            return Optional.empty();
        }
    }

    /** Answers a TokenRequest. */
    void create(Call call, Target target) {
        var request = Body.other(call, "TokenRequest");
        var account = store.get(target.kind(), target.namespace(), target.name())
                .orElseThrow(() -> ApiException.notFound(target.kind(), target.name()));
        var seconds = Json.number(request, USUAL, "spec", "expirationSeconds");
        if (seconds < SHORTEST) {
            throw ApiException.invalid("authentication.k8s.io", "TokenRequest", "", List.of(new Cause(
                    "FieldValueInvalid", "Invalid value: %d: may not specify a duration less than 10 minutes"
                    .formatted(seconds), "spec.expirationSeconds")));
        }
        var audiences = Json.texts(request, "spec", "audiences");
        var now = Instant.now();
        var claims = Json.object("aud", audiences.isEmpty() ? List.of(ISSUER) : audiences,
                "exp", now.getEpochSecond() + seconds, "iat", now.getEpochSecond(), "iss", ISSUER,
                "jti", UUID.randomUUID().toString(), "kubernetes.io", Json.object("namespace", target.namespace(),
                        "serviceaccount", Json.object("name", target.name(), "uid",
                                Json.text(account, "metadata", "uid"))), "nbf", now.getEpochSecond(),
                "sub", "system:serviceaccount:" + target.namespace() + ":" + target.name());
        call.answer(201, Json.object("kind", "TokenRequest", "apiVersion", "authentication.k8s.io/v1", "metadata",
                Json.object("name", target.name(), "namespace", target.namespace(), "creationTimestamp",
                        now.truncatedTo(ChronoUnit.SECONDS).toString()),
                "spec", Json.object("audiences", claims.get("aud"), "expirationSeconds", seconds, "boundObjectRef",
                        Json.at(request, "spec", "boundObjectRef")),
                "status", Json.object("token", signed(claims), "expirationTimestamp",
                        Instant.ofEpochSecond(now.getEpochSecond() + seconds).toString())));
    }

    /** SHA-256 of the playground's own, in hex. */
    String fingerprint() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes(token)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private String signed(Map<String, Object> claims) {
        var text = base64(Json.bytes(Json.object("alg", "HS256"))) + "." + base64(Json.bytes(claims));
        return text + "." + signature(text);
    }

    private String signature(String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes(token), "HmacSHA256"));
            return base64(mac.doFinal(bytes(text)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
