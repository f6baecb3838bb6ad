package demoapp.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import picocli.CommandLine.Help.Ansi.Style;

import demoapp.Console;
import demoapp.Problem;
import demoapp.cluster.Cluster;

/** Brings an image that an engine has built onto a cluster's nodes, and looks whether it is there. */
record Delivery(ImageName image, Target target, Engine engine, Cluster cluster) {
    /** A kubelet looks at its images twice a minute, and tells then. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    void run(Instant deadline, Console console, Consumer<String> warn) {
        var nodes = Nodes.of(cluster);
        var name = target.cluster(cluster, nodes);
        if (!engine.isTheNodes() && !target.load(name, Path.of("image")).isEmpty()) {
            load(name, nodes, deadline, console);
        }
        var missing = nodes.names().stream().filter(node -> !isListed(name, node)).toList();
        if (!missing.isEmpty()) {
            console.print("waiting for the word of " + String.join(", ", missing) + ": a kubelet looks twice a minute");
            missing = awaitOwnWord(missing, deadline);
        }
        var silent = missing.stream().filter(Nodes.of(cluster)::isSilent).toList();
        var without = missing.stream().filter(node -> !silent.contains(node)).toList();
        if (!without.isEmpty()) {
            throw Problem.failed(image + " is not on " + String.join(", ", without) + ", though " + target.name().toLowerCase()
                    + " has taken it: do these nodes have their images elsewhere?");
        }
        if (!silent.isEmpty()) {
            warn.accept("whether " + image + " is on " + String.join(", ", silent) + " cannot be told: a node names only its 50"
                    + " largest images, and this is none of these");
        } else {
            console.print(image + " is on every node: " + String.join(", ", nodes.names()));
        }
    }

    private void load(String name, Nodes nodes, Instant deadline, Console console) {
        Path archive = null;
        try {
            archive = Files.createTempFile("demoapp-image", ".tar");
            Files.delete(archive); // podman writes into no file that is there
            archive.toFile().deleteOnExit();
            console.show(List.of(Console.text("saving " + image, Style.faint)));
            engine.save(image, archive, nodes.platforms().get(0), deadline, line -> { });
            var command = target.load(name, archive);
            console.print("bringing it onto the nodes: " + String.join(" ", command));
            Tool.run(command, deadline, console::print).orThrow(command.get(0));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot save the image into a file: " + e.getMessage(), e);
        } finally {
            delete(archive);
        }
    }

    private static void delete(Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // the JVM's end deletes it
        }
    }

    /** Whether the cluster's tool has it in a node's list. */
    private boolean isListed(String name, String node) {
        var list = target.list(name, node, engine);
        if (list.isEmpty()) {
            return false;
        }
        // minikube and crictl: docker.io/library/demoapp:0.0.1, or the same in two columns
        return Tool.ask(list).lines().stream().map(line -> line.strip().replaceFirst("\\s+", ":") + " ")
                .anyMatch(line -> line.matches("(docker\\.io/(library/)?)?" + Pattern.quote(image.toString()) + "\\s.*"));
    }

    /** @return the nodes that have not said so in time */
    private List<String> awaitOwnWord(List<String> missing, Instant deadline) {
        var until = Instant.now().plus(PATIENCE);
        while (true) {
            var nodes = Nodes.of(cluster);
            var without = nodes.without(image);
            var still = missing.stream().filter(without::contains).toList();
            if (still.stream().allMatch(nodes::isSilent) || Instant.now().isAfter(until) || Instant.now().isAfter(deadline)) {
                return still;
            }
            try {
                Thread.sleep(1000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw Problem.failed("interrupted");
            }
        }
    }
}
