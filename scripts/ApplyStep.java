///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//SOURCES kit@demoapp
//CDS

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import demoapp.HelpOptions;
import demoapp.Output;
import demoapp.Problem;
import demoapp.Script;
import demoapp.apply.Apply;
import demoapp.apply.Prune;
import demoapp.apply.Report;
import demoapp.cluster.Cluster;
import demoapp.cluster.ClusterOptions;
import demoapp.cluster.IngressSettings;
import demoapp.cluster.Resources;
import demoapp.manifest.Manifest;
import demoapp.manifest.Placeholders;
import demoapp.manifest.StepOptions;
import demoapp.manifest.Steps;
import demoapp.playground.Playground;
import demoapp.rollout.Readiness;
import demoapp.rollout.Readiness.Target;
import demoapp.tls.IngressTls;
import demoapp.tls.LocalAuthority;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "apply-step", sortOptions = false, synopsisHeading = "", customSynopsis = {
        "Usage: apply-step N [options]", "       apply-step -f FILE|DIR|- [options]"},
        description = {"", "Brings one of the four steps (1 Deployments, 2 a Job for the database, 3 volumes, 4 an Ingress)"
                + " of the sample application, or manifests of your own, onto the cluster by server-side apply, and waits"
                + " until all of it is ready. What cannot work is refused before anything is written. Without a kubeconfig"
                + " it uses the playground, a simulated cluster, and starts it.", ""},
        footer = {"", "Examples:",
            "  apply-step 3                           to the current, local cluster",
            "  apply-step 3 --dry-run=server --diff   shows what that would change",
            "  apply-step -f k8s/ -n shop --context prod --set TAG=1.4.2",
            "", "Exit code: 0 ready, 1 failed, 2 wrong usage, 3 timed out, 130 interrupted."})
class ApplyStep implements Callable<Integer> {
    enum DryRun { CLIENT, SERVER }

    @Mixin StepOptions source;
    @Mixin ClusterOptions options;

    @Option(names = "--dry-run", paramLabel = "client|server",
            description = "write nothing: show the manifests as they would be sent, or what the server would make of them")
    DryRun dryRun;
    @Option(names = "--diff", description = "show what changes")
    boolean diff;
    @Option(names = "--wait", negatable = true, defaultValue = "true", fallbackValue = "true",
            description = "wait until all is ready, which is the default; --no-wait: do not")
    boolean wait;
    @Option(names = "--prune", description = "delete what another step left and this one does not have")
    boolean prune;
    @Option(names = "--prune-volumes", description = "with --prune: volume claims too, and so their data")
    boolean pruneVolumes;
    @Option(names = "--force-conflicts", description = "take over fields that somebody else has set")
    boolean forceConflicts;
    @Option(names = "--replace-jobs", description = "delete a finished Job whose template differs, and run the new one")
    boolean replaceJobs;
    @Option(names = "--open", description = "with step 4: open its page in the browser when all is ready")
    boolean open;
    @Option(names = {"-o", "--output"}, paramLabel = "text|json|yaml", defaultValue = "text", description = "output format")
    Output output;
    @Mixin HelpOptions help;
    @Spec CommandSpec spec;

    @Override
    public Integer call() {
        if (prune && source.step == null || pruneVolumes && !prune) {
            throw Problem.usage(prune ? "--prune goes with a step: your own manifests do not say what was there before"
                    : "--prune-volumes goes with --prune");
        }
        if (open && (source.step == null || source.step != Steps.LAST || !wait || dryRun != null)) {
            throw Problem.usage("--open goes with step " + Steps.LAST + ", and with waiting for it");
        }
        source.check();
        var start = Instant.now();
        var placeholders = new Placeholders(source.settings());
        try (var report = new Report(output, spec.commandLine().getOut(), spec.commandLine().getErr())) {
            if (dryRun == DryRun.CLIENT) {
                IngressSettings.declare(placeholders);
                report.clientDryRun(source.read(placeholders));
                return 0;
            }
            try (var cluster = Cluster.connect(options,
                    () -> Playground.ensureStarted(spec.commandLine().getErr()::println))) {
                IngressSettings.declare(placeholders, cluster);
                run(cluster, source.read(placeholders), report, start);
                return 0;
            }
        }
    }

    private void run(Cluster cluster, List<Manifest> manifests, Report report, Instant start) {
        var resources = new Resources(cluster.requests());
        // The article's make did that too; with manifests of one's own, create-tls-secret is there for it.
        var tls = new IngressTls(cluster, source.step == null ? List.of() : manifests, LocalAuthority.standard(),
                source.settings().get("INGRESS_IP"));
        var apply = new Apply(cluster, resources, forceConflicts, replaceJobs, report::warn);
        var plan = apply.plan(manifests, tls.secrets());
        if (diff) {
            plan.forEach(report::diff);
        }
        if (dryRun == DryRun.SERVER) {
            report.serverDryRun(plan);
            if (prune) {
                Prune.run(source.step, pruneVolumes, true, cluster, resources, report.console()::say);
            }
            return;
        }
        tls.ensure(report.console()::print);
        var applied = apply.run(plan, report::applied);
        var targets = new ArrayList<Target>();
        applied.stream().map(a -> a.planned().target()).filter(Target::isAwaited).forEach(targets::add);
        if (prune) {
            targets.addAll(Prune.run(source.step, pruneVolumes, false, cluster, resources, report.console()::say));
        }
        var outcome = wait ? Readiness.await(cluster, targets, report.console()) : null;
        report.finish(source.title(), cluster, applied, outcome, Duration.between(start, Instant.now()));
        if (outcome != null) {
            outcome.orThrow();
            tls.prove(report.console()::print).stream().filter(url -> open).forEach(report::open);
        }
    }

    public static void main(String... args) {
        Script.main(new ApplyStep(), args);
    }
}
