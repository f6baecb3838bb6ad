package demoapp.image;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import demoapp.Problem;
import demoapp.json.Json;

/**
 * A program that builds images, called as its user would.
 *
 * @param name      docker, podman, nerdctl, buildah or minikube
 * @param namespace nerdctl's, where the kubelet's images are in k8s.io, or minikube's profile; "" elsewhere
 */
public record Engine(String name, String namespace) {
    /** In this order they are looked for. */
    public static final List<String> NAMES = List.of("docker", "podman", "nerdctl", "buildah");
    private static final String MINIKUBE = "minikube";
    private static final String LABEL = "demoapp.context";

    /** What an engine knows of an image. @param context the digest of what it was built from, "" when it does not say */
    record Built(String context, String platform) { }

    /** Those on this machine: name → why it does not run, "" when it does. */
    public static Map<String, String> installed() {
        var reasons = new LinkedHashMap<String, String>();
        NAMES.stream().filter(Tool::isInstalled).forEach(name -> {
            var info = Tool.ask(List.of(name, "info"));
            reasons.put(name, info.ok() ? "" : info.reason());
        });
        return reasons;
    }

    /**
     * @param wanted its name, or "" for the first that runs
     * @throws Problem when there is none, or it does not run
     */
    static Engine find(String wanted, String namespace) {
        if (!wanted.isEmpty() && !NAMES.contains(wanted)) {
            throw Problem.usage("there is no engine '" + wanted + "': " + String.join(", ", NAMES) + ", or none");
        }
        var candidates = NAMES.stream().filter(name -> wanted.isEmpty() || name.equals(wanted)).filter(Tool::isInstalled)
                .toList();
        if (candidates.isEmpty()) {
            throw Problem.failed(wanted.isEmpty() ? "no image can be built here: none of " + String.join(", ", NAMES)
                    + " is installed" : wanted + " is not installed");
        }
        var reasons = new ArrayList<String>();
        for (var name : candidates) {
            var info = Tool.ask(List.of(name, "info"));
            if (info.ok()) {
                return new Engine(name, name.equals("nerdctl") ? namespace : "");
            }
            reasons.add(name + " is installed, but does not run: " + info.reason());
        }
        throw Problem.failed(String.join("\n", reasons));
    }

    /** minikube's own, on its nodes: for those who have no other. */
    static Engine ofMinikube(String profile) {
        return new Engine(MINIKUBE, profile);
    }

    /** Whether what it builds is on the nodes at once. */
    boolean isTheNodes() {
        return name.equals(MINIKUBE);
    }

    private List<String> command(String... words) {
        var command = new ArrayList<>(List.of(name));
        if (!namespace.isEmpty()) {
            command.addAll(List.of(isTheNodes() ? "--profile" : "--namespace", namespace));
        }
        command.addAll(List.of(words));
        return command;
    }

    /** @param platform "" for the engine's own */
    List<String> buildCommand(ImageName image, BuildContext context, String platform, boolean noCache) {
        if (isTheNodes()) {
            var command = command("image", "build", "-t", image.full(), "--file", context.dockerfile().toString());
            context.arguments().forEach(argument -> command.add("--build-opt=build-arg=" + argument));
            command.add(context.folder().toString());
            return command;
        }
        var command = command("build", "-t", image.full(), "--label", LABEL + "=" + context.digest(platform),
                "--file", context.dockerfile().toString());
        context.arguments().forEach(argument -> command.addAll(List.of("--build-arg", argument)));
        if (isPodmanLike()) {
            command.addAll(List.of("--format", "docker")); // OCI's knows no HEALTHCHECK
        }
        if (name.equals("buildah") && !noCache) {
            command.add("--layers");
        }
        if (!platform.isEmpty()) {
            command.addAll(List.of("--platform", platform));
        }
        if (noCache) {
            command.add("--no-cache");
        }
        command.add(context.folder().toString());
        return command;
    }

    private boolean isPodmanLike() {
        return name.equals("podman") || name.equals("buildah");
    }

    /** Empty when it does not have the image. */
    Optional<Built> inspect(ImageName image) {
        if (isTheNodes()) {
            return Optional.empty();
        }
        var answer = Tool.ask(name.equals("buildah") ? command("inspect", "--type", "image", image.full())
                : command("image", "inspect", "--format", "{{json .}}", image.full()));
        if (!answer.ok()) {
            return Optional.empty();
        }
        var text = answer.text(); // warnings may be around it
        var json = Json.read(text.substring(text.indexOf('{'), text.lastIndexOf('}') + 1).getBytes(StandardCharsets.UTF_8));
        return Optional.of(name.equals("buildah")
                ? new Built(Json.text(json, "OCIv1", "config", "Labels", LABEL),
                        Json.text(json, "OCIv1", "os") + "/" + Json.text(json, "OCIv1", "architecture"))
                : new Built(Json.text(json, "Config", "Labels", LABEL),
                        Json.text(json, "Os") + "/" + Json.text(json, "Architecture")));
    }

    /** Writes the image into a file that nodes can take in. @param platform of the nodes */
    void save(ImageName image, Path file, String platform, Instant deadline, Consumer<String> line) {
        var save = name.equals("buildah") ? command("push", image.full(), "docker-archive:" + file + ":" + image.full())
                : command("image", "save", "-o", file.toString());
        if (name.equals("podman")) {
            save.addAll(List.of("--format", "docker-archive"));
        }
        // Since Docker 29 an image may list platforms that are not here, which containerd would not take in.
        if (name.equals("docker") && Tool.ask(command("image", "save", "--help")).text().contains("--platform")) {
            save.addAll(List.of("--platform", platform));
        }
        if (!name.equals("buildah")) {
            save.add(image.full());
        }
        Tool.run(save, deadline, line).orThrow("saving " + image + " with " + name);
    }

    /** @throws Problem with the registry's own words when it does not take it */
    void push(ImageName image, Instant deadline, Consumer<String> line) {
        var push = command("push");
        // docker and nerdctl speak http to a registry on this machine by themselves.
        if (isPodmanLike() && image.registry().matches("(localhost|127\\.0\\.0\\.1)(:.*|/.*)?")) {
            push.add("--tls-verify=false");
        }
        push.add(image.full());
        Tool.run(push, deadline, line).orThrow("pushing " + image + " with " + name);
    }
}
