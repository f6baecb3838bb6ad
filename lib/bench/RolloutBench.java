///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//SOURCES kit@demoapp

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import demoapp.Problem;
import demoapp.Script;
import demoapp.playground.Playground;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "rollout-bench", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"", "Measures `rollout status` against `kubectl rollout status`, both waiting for the same rollout: who is"
                + " back when all is well, and how long after a pod's status shows ErrImagePull ours names it. To be run in the"
                + " checkout's folder.", ""})
class RolloutBench implements Callable<Integer> {
    private static final Pattern VISIBLE = Pattern.compile("ErrImagePull|ImagePullBackOff");
    private static final String WEB = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              replicas: 2
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  terminationGracePeriodSeconds: 1
                  containers:
                  - {name: web, image: "nginx:1.25", readinessProbe: {httpGet: {port: 80}, initialDelaySeconds: %d, periodSeconds: 1}}
            """;

    @Option(names = "--kubeconfig", paramLabel = "F", description = "of the cluster (default: a playground of its own)")
    Path kubeconfig;
    @Option(names = "--runs", paramLabel = "N", defaultValue = "5", description = "default: ${DEFAULT-VALUE}")
    int runs;
    @Option(names = "--delay", paramLabel = "S", defaultValue = "40",
            description = "the readiness probe's initial delay, so that both are waiting when it ends"
                    + " (default: ${DEFAULT-VALUE})")
    int delay;

    private final String namespace = "rollout-bench-" + ProcessHandle.current().pid();

    @Override
    public Integer call() throws Exception {
        if (runs < 1 || !Files.isDirectory(Path.of("scripts"))) {
            throw Problem.usage(runs < 1 ? "--runs is 1 at least" : "there are no scripts here: run it in the checkout's folder");
        }
        var folder = Files.createTempDirectory("rollout-bench");
        var playground = kubeconfig == null ? Playground.in(folder.resolve("playground")) : null;
        try {
            if (playground != null) {
                playground.start(Playground.Options.standard());
                kubeconfig = playground.kubeconfig();
            }
            kubectl("create", "-f", Files.writeString(folder.resolve("ns.yaml"),
                    "apiVersion: v1\nkind: Namespace\nmetadata: {name: %s}".formatted(namespace)).toString());
            measure(Files.writeString(folder.resolve("web.yaml"), WEB.formatted(delay)));
        } finally {
            kubectl("delete", "namespace", namespace);
            if (playground != null) {
                playground.stop();
            }
        }
        return 0;
    }

    private void measure(Path manifest) throws Exception {
        var later = new double[runs];
        var cause = new double[runs];
        kubectl("apply", "-f", manifest.toString());
        waitFor(ours()).get();
        for (var run = 0; run < runs; run++) {
            kubectl("rollout", "restart", "deploy/web");
            var ours = waitFor(ours());
            var kubectls = waitFor(start("kubectl", "rollout", "status", "deploy/web"));
            later[run] = (ours.get() - kubectls.get()) / 1e9;

            // Ours is to be waiting already when it happens: its start is not what is measured.
            kubectl("rollout", "pause", "deploy/web");
            kubectl("set", "image", "deploy/web", "web=nginx:nope");
            var visible = waitUntilVisible();
            var stuck = waitFor(ours());
            Thread.sleep(3000);
            kubectl("rollout", "resume", "deploy/web");
            cause[run] = (stuck.get() - visible.get()) / 1e9;
            kubectl("rollout", "undo", "deploy/web");
            waitFor(ours()).get();
            System.out.printf(Locale.ROOT, "run %d: success %+.2f s after kubectl, cause %.2f s after it was visible%n", run + 1,
                    later[run], cause[run]);
        }
        System.out.printf(Locale.ROOT, "medians of %d: success %+.2f s after kubectl's exit; cause named %.2f s after it was"
                + " visible (kubectl goes on waiting, 600 s by default)%n", runs, median(later), median(cause));
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return (values[(values.length - 1) / 2] + values[values.length / 2]) / 2;
    }

    private Process ours() throws IOException {
        return start("./jbang", "rollout", "status", "deploy/web");
    }

    /** When `kubectl get pods -w` first shows it, by the nano clock. */
    private CompletableFuture<Long> waitUntilVisible() throws IOException {
        var watch = start("kubectl", "get", "pods", "-w", "-o",
                "jsonpath={.status.containerStatuses[0].state.waiting.reason}{\"\\n\"}");
        return CompletableFuture.supplyAsync(() -> {
            try (BufferedReader lines = watch.inputReader()) {
                for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (VISIBLE.matcher(line).find()) {
                        return System.nanoTime();
                    }
                }
                throw new IllegalStateException("the watch ended early");
            } catch (IOException e) {
                throw new IllegalStateException(e);
            } finally {
                watch.destroy();
            }
        });
    }

    private static CompletableFuture<Long> waitFor(Process process) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                if (!process.waitFor(5, TimeUnit.MINUTES)) {
                    throw new IllegalStateException("still waiting");
                }
                return System.nanoTime();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private Process start(String... command) throws IOException {
        var all = new ArrayList<>(List.of(command));
        all.addAll(List.of("--kubeconfig", kubeconfig.toString(), "-n", namespace));
        var isRead = all.contains("-w");
        var errors = command[0].equals("kubectl") ? ProcessBuilder.Redirect.INHERIT : ProcessBuilder.Redirect.DISCARD;
        return new ProcessBuilder(all).redirectError(errors)
                .redirectOutput(isRead ? ProcessBuilder.Redirect.PIPE : ProcessBuilder.Redirect.DISCARD).start();
    }

    private void kubectl(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("kubectl"));
        command.addAll(List.of(arguments));
        if (start(command.toArray(String[]::new)).waitFor() != 0) {
            throw Problem.failed(String.join(" ", command) + " failed");
        }
    }

    public static void main(String... args) {
        Script.main(new RolloutBench(), args);
    }
}
