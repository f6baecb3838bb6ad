///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//SOURCES kit@demoapp
//CDS

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import demoapp.Console;
import demoapp.HelpOptions;
import demoapp.Output;
import demoapp.Problem;
import demoapp.Script;
import demoapp.cluster.Cluster;
import demoapp.cluster.ClusterOptions;
import demoapp.cluster.ClusterOptions.DurationConverter;
import demoapp.image.BuildContext;
import demoapp.image.ImageBuild;
import demoapp.image.ImageBuild.Outcome;
import demoapp.image.ImageName;
import demoapp.image.SampleApplication;
import demoapp.image.Target;
import demoapp.json.Json;
import demoapp.playground.Playground;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "build-image", sortOptions = false,
        description = {"", "Builds the application's image with the engine that is here (docker, podman, nerdctl or buildah),"
                + " brings it onto every node of the cluster, and looks whether it is there. What is there already, from a"
                + " context that has not changed, is left alone. The playground needs to know only that a tag was built; with"
                + " an engine here it is built all the same.", ""},
        footer = {"", "Examples:",
            "  build-image 0.0.2                          the sample application",
            "  build-image 1.4.2 --name shop --context .  your own",
            "  build-image 1.4.2 --name shop --context . --push registry.example.com",
            "", "Exit code: 0 done, 1 failed, 2 wrong usage, 3 timed out, 130 interrupted."})
class BuildImage implements Runnable {
    @Parameters(arity = "0..1", paramLabel = "TAG", defaultValue = "0.0.1", description = "default: ${DEFAULT-VALUE}")
    String tag;
    @Option(names = "--name", paramLabel = "NAME", defaultValue = "demoapp",
            description = "the image's (default: ${DEFAULT-VALUE})")
    String name;
    @Option(names = "--context", paramLabel = "DIR",
            description = "folder to build from (default: the sample application: lib/rails of the checkout that you are in,"
                    + " or else the library's copy of it)")
    Path folder;
    @Option(names = {"-f", "--file"}, paramLabel = "FILE", description = "Dockerfile (default: the folder's)")
    Path file;
    @Option(names = "--build-arg", paramLabel = "NAME=VALUE", description = "an ARG of the Dockerfile; may be given again")
    List<String> arguments = List.of();
    @Option(names = "--platform", paramLabel = "OS/ARCH", defaultValue = "", description = "default: the engine's own")
    String platform;
    @Option(names = "--engine", paramLabel = "NAME", defaultValue = "",
            description = "docker, podman, nerdctl or buildah; none: only register the tag with the playground (default: the"
                    + " first that runs)")
    String engine;
    @Option(names = "--target", paramLabel = "TARGET", defaultValue = "auto",
            description = "how it comes onto the nodes: auto, minikube, kind, k3d, playground, registry;"
                    + " docker, podman, nerdctl: the nodes use that engine's own images (default: ${DEFAULT-VALUE}, by the"
                    + " context)")
    Target target;
    @Option(names = "--push", paramLabel = "REGISTRY",
            description = "push it there, as REGISTRY/NAME:TAG; no cluster is asked then")
    String registry;
    @Option(names = "--no-cache", description = "build every step anew")
    boolean noCache;
    @Option(names = "--force", description = "build and deliver it though nothing has changed")
    boolean force;
    @Option(names = {"-o", "--output"}, paramLabel = "text|json|yaml", defaultValue = "text", description = "output format")
    Output output;
    @Option(names = "--kube-context", paramLabel = "C",
            description = "context of the kubeconfig, as --context of the other scripts; needed for a cluster that is not local")
    String kubeContext;
    @Option(names = "--kubeconfig", paramLabel = "F", description = "kubeconfig file, as for the other scripts")
    Path kubeconfig;
    @Option(names = "--timeout", paramLabel = "30m", defaultValue = "30m", converter = DurationConverter.class,
            description = "how long to go on at most (default: ${DEFAULT-VALUE})")
    Duration timeout;
    @Mixin HelpOptions help;
    @Spec CommandSpec spec;

    @Override
    public void run() {
        var image = new ImageName(registry == null ? "" : registry, name, tag);
        var context = BuildContext.of(folder == null ? SampleApplication.folder() : folder, file, arguments);
        var build = new ImageBuild(image, context, platform, engine, target.with(registry), noCache, force);
        var deadline = Instant.now().plus(timeout);
        var isText = output == Output.TEXT;
        var out = isText ? spec.commandLine().getOut() : spec.commandLine().getErr();
        try (var console = new Console(out, isText && Console.isTerminal(), "interrupted: what was built stays with the engine.");
                var cluster = build.target() == Target.REGISTRY ? null : Cluster.connect(options(),
                        () -> Playground.ensureStarted(spec.commandLine().getErr()::println))) {
            var outcome = build.run(cluster, deadline, console, this::warn);
            if (!isText) {
                spec.commandLine().getOut().print(output.of(json(image, outcome)));
                spec.commandLine().getOut().flush();
            }
        }
    }

    private ClusterOptions options() {
        var options = new ClusterOptions();
        options.context = kubeContext;
        options.contextOption = "--kube-context";
        options.kubeconfig = kubeconfig;
        options.timeout = timeout;
        return options;
    }

    private void warn(String warning) {
        spec.commandLine().getErr().println("Warning: " + warning);
        spec.commandLine().getErr().flush();
    }

    private static Map<String, Object> json(ImageName image, Outcome outcome) {
        return Json.object("image", image.toString(), "built", outcome.built(), "engine", outcome.engine(),
                "target", outcome.target().name().toLowerCase(), "contextDigest", outcome.digest(), "nodes", outcome.nodes());
    }

    public static void main(String... args) {
        Script.main(new BuildImage(), args);
    }
}
