package demoapp.tls;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

import demoapp.Problem;
import demoapp.apply.Apply;
import demoapp.cluster.Cluster;
import demoapp.json.Json;

/** A Secret of type kubernetes.io/tls: https://kubernetes.io/docs/concepts/configuration/secret/#tls-secrets */
public final class TlsSecret {
    /** Sooner than that, a certificate is made anew. */
    private static final Duration RESERVE = Duration.ofDays(30);
    private static final String TYPE = "kubernetes.io/tls";

    private final Cluster cluster;
    private final String name;
    private final String path;
    private final Map<String, Object> before;

    private TlsSecret(Cluster cluster, String name) {
        this.cluster = cluster;
        this.name = name;
        path = "/api/v1/namespaces/" + cluster.namespace() + "/secrets";
        var answer = cluster.requests().get(path + "/" + name);
        if (!answer.ok() && answer.code() != 404) {
            throw Problem.failed("cannot look at Secret " + name + ": " + answer.message());
        }
        before = answer.ok() ? answer.json() : Map.of();
        if (exists() && !Json.text(before, "type").equals(TYPE)) {
            throw Problem.failed("Secret " + name + " is there already, of type " + Json.text(before, "type") + " rather than "
                    + TYPE + ": it is left alone. Choose another name, or delete it first");
        }
    }

    /**
     * As the cluster has it now.
     *
     * @throws Problem when there is a Secret of that name for something else
     */
    public static TlsSecret of(Cluster cluster, String name) {
        return new TlsSecret(cluster, name);
    }

    public boolean exists() {
        return !before.isEmpty();
    }

    /** The certificate in it; empty when there is none that can be read. */
    public Optional<X509Certificate> certificate() {
        try {
            var text = new String(Base64.getDecoder().decode(Json.text(before, "data", "tls.crt")), StandardCharsets.US_ASCII);
            return Optional.of(Pem.certificates(text, "Secret " + name).get(0));
        } catch (Problem | IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }

    /** Why it has to be made anew; empty while it is good. */
    public Optional<String> fault(SubjectNames names) {
        if (!exists()) {
            return Optional.of("is not there yet");
        }
        var certificate = certificate();
        if (certificate.isEmpty()) {
            return Optional.of("holds no certificate");
        }
        var missing = names.missingIn(certificate.get());
        if (!missing.isEmpty()) {
            return Optional.of("is not for " + String.join(", ", missing));
        }
        return certificate.get().getNotAfter().toInstant().isBefore(Instant.now().plus(RESERVE))
                ? Optional.of("runs out on " + Bundle.lastDay(certificate.get())) : Optional.empty();
    }

    /** Whether somebody else looks after it: a controller such as cert-manager, or another CA than this user's. */
    public boolean isForeign(Optional<Bundle> authority) {
        var isManaged = !Json.list(before, "metadata", "ownerReferences").isEmpty()
                || Json.map(before, "metadata", "annotations").keySet().stream()
                        .anyMatch(key -> key.startsWith("cert-manager.io/"));
        var isSelfSigned = certificate().filter(own -> Bundle.isSignedBy(own, own)).isPresent();
        var isOurs = isSelfSigned || authority.isPresent()
                && certificate().filter(own -> Bundle.isSignedBy(own, authority.get().certificate())).isPresent();
        return exists() && (isManaged || certificate().isPresent() && !isOurs);
    }

    /** The object as it is now. */
    Map<String, Object> object() {
        return before;
    }

    /** The object as it is written. */
    public Map<String, Object> object(Bundle bundle) {
        var secret = Json.object("apiVersion", "v1", "kind", "Secret", "metadata", Json.object("name", name, "namespace",
                cluster.namespace()), "type", TYPE, "data", Json.object("tls.crt", encoded(bundle.chainPem()),
                        "tls.key", encoded(bundle.keyPem())));
        if (exists()) { // nothing else of it is touched
            var fresh = Json.copy(before);
            fresh.put("data", secret.get("data"));
            return fresh;
        }
        Json.set(secret, Json.object("app", "demoapp"), "metadata", "labels");
        return secret;
    }

    /**
     * Writes it.
     *
     * @return false when somebody else has written it meanwhile: theirs stays
     */
    public boolean write(Bundle bundle) {
        var answer = cluster.requests().send(exists() ? "PUT" : "POST", (exists() ? path + "/" + name : path)
                + "?fieldManager=" + Apply.FIELD_MANAGER, "application/json", object(bundle));
        if (answer.code() == 409) {
            return false;
        }
        if (!answer.ok()) {
            throw Problem.failed("cannot write Secret " + name + ": " + answer.message());
        }
        return true;
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }
}
