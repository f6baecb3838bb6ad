package demoapp.image;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import picocli.CommandLine.Help.Ansi.Style;

import demoapp.Console;
import demoapp.Problem;
import demoapp.cluster.Cluster;

/**
 * Builds an image and brings it onto the nodes of a cluster, or to a registry. What is there already and unchanged is
 * left alone.
 *
 * @param platform such as {@code linux/amd64}; "" for the engine's own
 * @param engine   its name; "" for the first that runs; {@value #NO_ENGINE} to build nothing, in the playground
 * @param force    even though it is there and its context unchanged
 */
public record ImageBuild(ImageName image, BuildContext context, String platform, String engine, Target target, boolean noCache,
        boolean force) {
    public static final String NO_ENGINE = "none";
    /** Docker's {@code #8 [3/9] RUN} or {@code #8 [stage-1 3/9] RUN}, and Buildah's {@code STEP 3/9: RUN}. */
    private static final Pattern STEP = Pattern.compile("(?:#\\d+ \\[(?:\\S+ )?|(?:\\[\\S+] )?STEP )(\\d+)/(\\d+)[]:].*");

    /**
     * What has come of it.
     *
     * @param built  whether it had to be built
     * @param engine what built it; "" when nothing did
     * @param digest of the context
     * @param nodes  those that have it; none for a registry
     */
    public record Outcome(boolean built, Target target, String engine, String digest, List<String> nodes) { }

    /** @throws Problem when these cannot go together */
    public ImageBuild {
        var its = target.engine();
        if (!its.isEmpty() && !engine.isEmpty() && !engine.equals(its)) {
            throw Problem.usage("--target " + its + " takes the images that " + its + " has built, not " + engine);
        }
        if (target == Target.REGISTRY && image.registry().isEmpty()) {
            throw Problem.usage("--target registry: which one? --push REGISTRY");
        }
        if (!platform.isEmpty() && !platform.matches("\\w+/\\w+(/v\\d+)?")) {
            throw Problem.usage("'" + platform + "' is no platform such as linux/amd64");
        }
    }

    /**
     * @param cluster null for a registry
     * @param warn    takes warnings
     * @throws Problem when something has failed; when that was the build, neither node nor registry has changed
     */
    public Outcome run(Cluster cluster, Instant deadline, Console console, Consumer<String> warn) {
        var nodes = cluster == null ? null : Nodes.of(cluster);
        var where = target != Target.AUTO ? target : Target.of(cluster, nodes);
        refuseForeign(platform, where, nodes);
        if (engine.equals(NO_ENGINE) && where != Target.PLAYGROUND) {
            throw Problem.usage("--engine none is for the playground: where containers run, an image has to be built");
        }
        var digest = context.digest(platform);
        var record = cluster == null ? null : new ImageRecord(cluster, image);
        var known = record == null ? "" : record.context();
        var builder = builder(where, where.cluster(cluster, nodes), warn);
        var before = builder.flatMap(program -> program.inspect(image));
        var hasMemory = builder.isPresent() && !builder.get().isTheNodes();
        var isBuilt = !force && !noCache && (hasMemory ? before.map(Engine.Built::context) : Optional.of(known))
                .filter(digest::equals).isPresent();
        if (isBuilt && known.equals(digest) && (where == Target.PLAYGROUND || nodes.without(image).isEmpty())) {
            console.print(image + " is there already, and its context has not changed: nothing to do");
            return new Outcome(false, where, builder.map(Engine::name).orElse(""), digest, nodes.names());
        }
        var isReused = before.map(Engine.Built::context).or(() -> Optional.of(known).filter(k -> !k.isEmpty()))
                .filter(other -> !other.equals(digest)).isPresent();
        if (!isBuilt && isReused) {
            warn.accept(image + " has been built from something else before: pods that run keep that, and a node may, too.\n"
                    + "A tag of its own for each content is the safe way.");
        }
        if (isBuilt) {
            console.print(image + " is built already, and its context has not changed: not built again");
        } else {
            builder.ifPresent(program -> build(program, deadline, console));
        }
        builder.flatMap(program -> program.inspect(image)).ifPresent(built -> refuseForeign(built.platform(), where, nodes));
        if (where == Target.REGISTRY) {
            builder.orElseThrow().push(image, deadline, console::print);
            console.print("pushed " + image);
            if (record != null) {
                remember(record, digest, context.migrations()); // the playground has what a registry has
            }
        } else if (where == Target.PLAYGROUND) {
            record.write(digest, context.migrations());
            console.print(image + " is registered with the playground, which runs no containers");
        } else {
            new Delivery(image, where, builder.orElseThrow(), cluster).run(deadline, console, warn);
            remember(record, digest, List.of());
        }
        return new Outcome(!isBuilt && builder.isPresent(), where, builder.map(Engine::name).orElse(""), digest,
                nodes == null ? List.of() : nodes.names());
    }

    /** Empty where none is needed and there is none. */
    private Optional<Engine> builder(Target where, String clusterName, Consumer<String> warn) {
        if (engine.equals(NO_ENGINE)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Engine.find(engine.isEmpty() ? where.engine() : engine, where == Target.NERDCTL ? "k8s.io" : ""));
        } catch (Problem e) {
            if (where == Target.MINIKUBE && engine.isEmpty()) {
                return Optional.of(Engine.ofMinikube(clusterName));
            }
            if (where != Target.PLAYGROUND || !engine.isEmpty()) {
                throw e;
            }
            warn.accept(e.getMessage() + "\nSo nothing is built: the playground can do without.");
            return Optional.empty();
        }
    }

    private void refuseForeign(String platform, Target where, Nodes nodes) {
        if (nodes != null && where != Target.PLAYGROUND && !platform.isEmpty() && !nodes.platforms().isEmpty()
                && nodes.platforms().stream().noneMatch(its -> (platform + "/").startsWith(its + "/"))) {
            throw Problem.usage("an image for " + platform + " does not run on the nodes, which are " + String.join(", ",
                    nodes.platforms()) + ": --platform " + nodes.platforms().get(0));
        }
    }

    private void build(Engine program, Instant deadline, Console console) {
        var start = Instant.now();
        console.print("building " + image + " from " + context.folder() + " with " + program.name());
        var step = new String[] {""};
        var progress = console.isLive() ? new Ticker(() -> console.show(List.of(Console.text("building " + image + step[0]
                + ", " + Duration.between(start, Instant.now()).toSeconds() + " s", Style.faint)))) : null;
        try {
            Tool.run(program.buildCommand(image, context, platform, noCache), deadline, line -> {
                var match = STEP.matcher(line);
                step[0] = match.matches() ? ", step " + match.group(1) + " of " + match.group(2) : step[0];
                console.print(line);
            }).orThrow(program.name() + " build");
        } finally {
            if (progress != null) {
                progress.close();
                console.show(List.of());
            }
        }
        console.print("built " + image + " with " + program.name() + ", " + Duration.between(start, Instant.now()).toSeconds()
                + " s");
    }

    /** Who may not write that down brings it once more next time: nothing worse. */
    private static void remember(ImageRecord record, String digest, List<String> migrations) {
        try {
            record.write(digest, migrations);
        } catch (Problem e) {
            // as said
        }
    }
}
