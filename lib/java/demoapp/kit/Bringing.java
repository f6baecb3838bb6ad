package demoapp.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import demoapp.Console;
import demoapp.Problem;
import demoapp.apply.Apply;
import demoapp.apply.Prune;
import demoapp.cluster.Cluster;
import demoapp.cluster.Resources;
import demoapp.json.Json;
import demoapp.manifest.Manifest;
import demoapp.rollout.Readiness;
import demoapp.rollout.Readiness.Target;
import demoapp.tls.IngressTls;
import demoapp.tls.LocalAuthority;

/** Brings a step up, as apply-step does, and tells it in a table. */
final class Bringing {
    private Bringing() { }

    static Shown up(Cluster cluster, Step step, Console console) {
        var manifests = step.manifests(cluster);
        var tls = new IngressTls(cluster, manifests, LocalAuthority.standard(), step.settings().get("INGRESS_IP"));
        return up(cluster, step.title(), manifests, tls, step.forces(), console, resources -> step.prunes()
                ? Prune.run(step.number(), step.takesVolumes(), false, cluster, resources, console::say) : List.of());
    }

    static Shown up(Cluster cluster, List<Manifest> manifests, Console console) {
        // As apply-step -f does: for Ingresses of one's own, tls(secret, hosts) makes certificates.
        var tls = new IngressTls(cluster, List.of(), LocalAuthority.standard());
        return up(cluster, "all", manifests, tls, false, console, resources -> List.of());
    }

    /** @param then what else is to be waited for: known once all is applied */
    private static Shown up(Cluster cluster, String title, List<Manifest> manifests, IngressTls tls, boolean force,
            Console console, Function<Resources, List<Target>> then) {
        var resources = new Resources(cluster.requests());
        var apply = new Apply(cluster, resources, force, false, console::print);
        var plan = apply.plan(manifests, tls.secrets());
        var said = new ArrayList<String>();
        tls.ensure(said::add);
        var applied = apply.run(plan, one -> console.say(one.planned().manifest().title() + " " + one.result()));
        var targets = new ArrayList<>(applied.stream().map(one -> one.planned().target()).filter(Target::isAwaited).toList());
        targets.addAll(then.apply(resources));
        var outcome = Readiness.await(cluster, targets, console);
        outcome.orThrow();
        tls.prove(said::add);
        said.forEach(console::print);
        return new Grid(title + " is ready" + String.join("", said.stream().filter(line -> line.matches("(https:|secret/).*"))
                .map(line -> "; " + line).toList()),
                List.of("Object", "Applied", "State"), applied.stream()
                .map(one -> List.of(one.planned().manifest().title(), one.result(),
                        outcome.verdicts().containsKey(one.planned().target())
                                ? outcome.verdicts().get(one.planned().target()).message() : "")).toList());
    }

    /** kubectl create job NAME --from=cronjob/… */
    static Shown job(Cluster cluster, String name, String cronJob, Console console) {
        var resources = new Resources(cluster.requests());
        var found = cluster.requests().get(resources.named("cronjob").orElseThrow().path(cluster.namespace()) + "/" + cronJob);
        var jobs = resources.named("job").orElseThrow();
        var job = Json.object("apiVersion", "batch/v1", "kind", "Job", "metadata", Json.object("name", name,
                "labels", Json.map(found.json(), "spec", "jobTemplate", "metadata", "labels")),
                "spec", Json.map(found.json(), "spec", "jobTemplate", "spec"));
        var made = found.ok() ? cluster.requests().send("POST", jobs.path(cluster.namespace()), "application/json", job) : found;
        if (!made.ok()) {
            throw Problem.failed(made.message());
        }
        var outcome = Readiness.await(cluster, List.of(new Target(jobs, cluster.namespace(), name, false)), console);
        outcome.orThrow();
        return table("created from cronjob/" + cronJob, outcome);
    }

    static Grid table(String title, Readiness.Outcome outcome) {
        return new Grid(title, List.of("Object", "State"), outcome.verdicts().entrySet().stream()
                .map(entry -> List.of(entry.getKey().title(), entry.getValue().message())).toList());
    }
}
