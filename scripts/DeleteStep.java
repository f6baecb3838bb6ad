///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//SOURCES kit@demoapp
//CDS

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import demoapp.Console;
import demoapp.HelpOptions;
import demoapp.Script;
import demoapp.apply.Deletion;
import demoapp.cluster.Cluster;
import demoapp.cluster.ClusterOptions;
import demoapp.cluster.Resources;
import demoapp.json.Json;
import demoapp.manifest.Manifest;
import demoapp.manifest.Placeholders;
import demoapp.manifest.StepOptions;
import demoapp.playground.Playground;
import demoapp.rollout.Readiness;
import demoapp.rollout.Readiness.Target;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "delete-step", sortOptions = false, synopsisHeading = "", customSynopsis = {
        "Usage: delete-step N [options]", "       delete-step -f FILE|DIR|- [options]"},
        description = {"", "Deletes the objects of one of the four steps, or of manifests of your own. It says what it deletes,"
                + " does not mind what is gone already, and keeps what holds data (volume claims, namespaces) unless told"
                + " otherwise.", ""},
        footer = {"", "Examples:",
            "  delete-step 4                    all of it, but not the databases' volumes",
            "  delete-step 4 --delete-volumes   and those too: the data is lost",
            "", "Exit code: 0 deleted, 1 failed, 2 wrong usage, 3 timed out, 130 interrupted."})
class DeleteStep implements Callable<Integer> {
    @Mixin StepOptions source;
    @Mixin ClusterOptions options;

    @Option(names = "--delete-volumes", description = "delete what holds data too: volume claims, volumes, namespaces")
    boolean deleteVolumes;
    @Option(names = "--dry-run", description = "only say what would be deleted")
    boolean dryRun;
    @Option(names = "--wait", negatable = true, defaultValue = "true", fallbackValue = "true",
            description = "wait until all is gone, which is the default; --no-wait: do not")
    boolean wait;
    @Mixin HelpOptions help;
    @Spec CommandSpec spec;

    @Override
    public Integer call() {
        source.check();
        try (var cluster = Cluster.connect(options,
                        () -> Playground.ensureStarted(spec.commandLine().getErr()::println));
                var console = new Console(spec.commandLine().getOut(), Console.isTerminal(),
                        "interrupted: what has been deleted stays deleted.")) {
            var resources = new Resources(cluster.requests());
            var manifests = source.read(new Placeholders(source.settings()).lenient());
            var targets = Deletion.targets(manifests, cluster, resources);
            var going = Deletion.run(cluster.requests(), targets, "--delete-volumes", deleteVolumes, dryRun, console::say);
            tlsSecrets(manifests, cluster, resources).filter(secret -> cluster.requests().get(secret.path()).ok())
                    .forEach(secret -> console.say(secret.title() + " kept, with its key (kubectl delete secret "
                            + secret.name() + " -n " + secret.namespace() + " deletes both)"));
            if (wait && !dryRun) {
                Readiness.await(cluster, going, console).orThrow();
            }
            console.say(source.title() + (dryRun ? " would be deleted" : wait ? " is deleted" : " is being deleted")
                    + " in context " + cluster.context() + ", namespace " + cluster.namespace());
            return 0;
        }
    }

    /** Those that Ingresses name: apply-step or create-tls-secret made them, or somebody brought them, with their own key. */
    private Stream<Target> tlsSecrets(List<Manifest> manifests, Cluster cluster, Resources resources) {
        var secrets = resources.named("secret").orElseThrow();
        return manifests.stream().filter(manifest -> manifest.kind().equals("Ingress"))
                .flatMap(ingress -> Json.maps(ingress.object(), "spec", "tls").stream()
                        .map(tls -> new Target(secrets, ingress.namespaceOr(cluster.namespace()),
                                Json.text(tls, "secretName"), true)))
                .filter(secret -> !secret.name().isEmpty() && manifests.stream().noneMatch(manifest ->
                        manifest.kind().equals("Secret") && manifest.name().equals(secret.name())));
    }

    public static void main(String... args) {
        Script.main(new DeleteStep(), args);
    }
}
