package demoapp.cluster;

import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import demoapp.Problem;
import demoapp.json.Json;
import demoapp.manifest.YamlDocuments;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Finds the context that is meant. fabric8's own autoConfigure takes the current context when the named one does not
 * exist, lets KUBERNETES_MASTER point elsewhere, and falls back on a service account: a request might then go to
 * a cluster that nobody named. So each file is read on its own, and nothing else is looked at.
 *
 * @param context   the context's name
 * @param namespace the context's, or ""
 * @param config    how to connect
 */
record Kubeconfig(String context, String namespace, Config config) {
    private static final Set<String> PLAIN = Set.of("server", "certificate-authority-data", "certificate-authority",
            "insecure-skip-tls-verify", "token", "client-certificate-data", "client-certificate", "client-key-data",
            "client-key", "extensions");

    /** The files that exist among: the named one, $KUBECONFIG's, ~/.kube/config. */
    static List<Path> files(Path named) {
        if (named != null) {
            if (!Files.isReadable(named)) {
                throw Problem.usage(named + ": no such kubeconfig");
            }
            return List.of(named);
        }
        var variable = System.getenv("KUBECONFIG");
        var names = variable == null || variable.isBlank()
                ? List.of(home().resolve(".kube/config").toString())
                : List.of(variable.split(File.pathSeparator));
        var files = names.stream().filter(name -> !name.isBlank()).map(Path::of).filter(Files::isReadable).toList();
        if (files.isEmpty() && variable != null && !variable.isBlank()) {
            throw Problem.usage("KUBECONFIG names " + variable + ", which does not exist");
        }
        return files;
    }

    /** @param context the context's name, or null for the current one */
    static Kubeconfig read(List<Path> files, String context) {
        var known = new ArrayList<String>();
        for (var file : files) {
            var document = document(file);
            var wanted = context == null ? Json.text(document, "current-context") : context;
            var found = named(document, "contexts", "context", wanted);
            if (found.isPresent()) {
                return new Kubeconfig(wanted, Json.text(found.get(), "namespace"), config(file, document, wanted, found.get()));
            }
            Json.maps(document, "contexts").forEach(one -> known.add(Json.text(one, "name")));
        }
        if (known.isEmpty()) {
            throw Problem.usage("the kubeconfig has no contexts: start a cluster, or take the playground by"
                    + " --kubeconfig ~/.demoapp/playground/kubeconfig");
        }
        throw Problem.usage(context == null
                ? "the kubeconfig has no current context: choose one with --context " + String.join("|", known)
                : "there is no context \"" + context + "\" in the kubeconfig; there is: " + String.join(", ", known));
    }

    private static Config config(Path file, Map<String, Object> document, String context, Map<String, Object> found) {
        var cluster = named(document, "clusters", "cluster", Json.text(found, "cluster")).orElseThrow(() -> Problem.usage(
                file + ": context \"" + context + "\" names a cluster that the file does not have"));
        var user = named(document, "users", "user", Json.text(found, "user")).orElse(Map.of());
        if (!PLAIN.containsAll(cluster.keySet()) || !PLAIN.containsAll(user.keySet())) {
            return Config.fromKubeconfig(context, file.toFile());
        }
        // Credentials that are plain data need no more than this. fabric8's reader, which knows plugins and proxies too,
        // loads a thousand classes: a quarter of what apply-step would load in all.
        return new ConfigBuilder(Config.empty())
                .withMasterUrl(Json.text(cluster, "server"))
                .withTrustCerts(Json.truth(cluster, "insecure-skip-tls-verify"))
                .withCaCertData(text(cluster, "certificate-authority-data"))
                .withCaCertFile(path(file, cluster, "certificate-authority"))
                .withClientCertData(text(user, "client-certificate-data"))
                .withClientCertFile(path(file, user, "client-certificate"))
                .withClientKeyData(text(user, "client-key-data"))
                .withClientKeyFile(path(file, user, "client-key"))
                .withOauthToken(text(user, "token"))
                .build();
    }

    private static Map<String, Object> document(Path file) {
        try {
            for (var node : YamlDocuments.compose(new StringReader(Files.readString(file)))) {
                return YamlDocuments.object(node);
            }
            return Map.of();
        } catch (IOException | YAMLException | ClassCastException e) {
            throw Problem.usage(file + ": is no kubeconfig: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    private static Optional<Map<String, Object>> named(Map<String, Object> document, String list, String field, String name) {
        return Json.maps(document, list).stream().filter(one -> Json.text(one, "name").equals(name)).findFirst()
                .map(one -> Json.map(one, field));
    }

    private static String text(Map<String, Object> holder, String field) {
        return holder.containsKey(field) ? Json.text(holder, field) : null;
    }

    /** Paths are meant from the kubeconfig's folder. */
    private static String path(Path file, Map<String, Object> holder, String field) {
        return holder.containsKey(field)
                ? file.toAbsolutePath().getParent().resolve(Json.text(holder, field)).toString() : null;
    }

    private static Path home() {
        return Path.of(Optional.ofNullable(System.getenv("HOME")).orElse(System.getProperty("user.home")));
    }
}
