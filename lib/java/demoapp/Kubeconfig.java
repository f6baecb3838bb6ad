package demoapp;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;

/**
 * Finds the context that is meant. fabric8's own autoConfigure takes the current context when the named one does not
 * exist, lets KUBERNETES_MASTER point elsewhere, and falls back on a service account: a request might then go to
 * a cluster that nobody named. So each file is read on its own, and nothing else is looked at.
 */
final class Kubeconfig {
    private Kubeconfig() { }

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
        return names.stream().filter(name -> !name.isBlank()).map(Path::of).filter(Files::isReadable).toList();
    }

    /** @param context the context's name, or null for the current one */
    static Config read(List<Path> files, String context) {
        var known = new ArrayList<String>();
        for (var file : files) {
            var config = parse(file, null);
            var names = config.getContexts().stream().map(NamedContext::getName).toList();
            known.addAll(names);
            var wanted = Optional.ofNullable(context)
                    .or(() -> Optional.ofNullable(config.getCurrentContext()).map(NamedContext::getName));
            if (wanted.filter(names::contains).isPresent()) {
                return checked(file, wanted.get().equals(name(config)) ? config : parse(file, wanted.get()));
            }
        }
        throw Problem.usage(context == null
                ? "the kubeconfig has no current context: choose one with --context " + String.join("|", known)
                : "there is no context \"" + context + "\" in the kubeconfig; there is: " + String.join(", ", known));
    }

    static String name(Config config) {
        return config.getCurrentContext() == null ? "" : config.getCurrentContext().getName();
    }

    private static Config parse(Path file, String context) {
        try {
            return Config.fromKubeconfig(context, file.toFile());
        } catch (RuntimeException e) {
            throw Problem.usage(file + ": is no kubeconfig: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    private static Config checked(Path file, Config config) {
        if (config.getMasterUrl().equals(Config.empty().getMasterUrl())) {
            throw Problem.usage(file + ": context \"" + name(config) + "\" names a cluster that the file does not have");
        }
        return config;
    }

    private static Path home() {
        return Path.of(Optional.ofNullable(System.getenv("HOME")).orElse(System.getProperty("user.home")));
    }
}
