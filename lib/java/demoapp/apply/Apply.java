package demoapp.apply;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

import demoapp.Problem;
import demoapp.cluster.Answer;
import demoapp.cluster.Cluster;
import demoapp.cluster.Requests;
import demoapp.cluster.Resources;
import demoapp.cluster.Resources.Resource;
import demoapp.json.Json;
import demoapp.manifest.Manifest;
import demoapp.manifest.Manifests;
import demoapp.manifest.References;
import demoapp.rollout.Readiness;

/**
 * Server-side apply in two rounds. The first looks at the manifests together, then sends each as a dry run: whatever
 * cannot work or would be refused is reported before anything is written. The second writes, in waves, each in parallel.
 */
public final class Apply {
    public static final String FIELD_MANAGER = "demoapp";

    /** What others need to be there, then configuration and storage, then what runs, then what leads there. */
    private static final List<Set<String>> WAVES = List.of(
            Set.of("Namespace", "CustomResourceDefinition"),
            Set.of(),
            Set.of("Pod", "ReplicationController", "ReplicaSet", "Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob"),
            Set.of(),
            Set.of("Ingress", "HTTPRoute", "GRPCRoute", "Gateway"));
    private static final int OTHERS = 1;
    /** A Job that runs again does so for what the others bring: it comes after them. */
    private static final int REPLACED_JOBS = 3;
    private static final Pattern NO_NAMESPACE = Pattern.compile("^namespaces \"(.+)\" not found");

    private final Cluster cluster;
    private final Resources resources;
    private final boolean forceConflicts;
    private final boolean replaceJobs;
    private final Consumer<String> warnings;

    /** How an object gets to what its manifest says. */
    enum Way { APPLY, SWITCH_STRATEGY, REPLACE_JOB }

    /**
     * An object, looked at by a dry run.
     *
     * @param resource null while its kind is only about to be defined, by a CustomResourceDefinition among the manifests
     * @param before   the object as it is; empty when it is not there yet
     * @param after    what the server would make of it; the manifest itself where it cannot say yet
     */
    public record Planned(Manifest manifest, Resource resource, String namespace, Way way, Map<String, Object> before,
            Map<String, Object> after) {
        String path() {
            return resource.path(namespace) + "/" + manifest.name();
        }

        /** What to wait for. */
        public Readiness.Target target() {
            return new Readiness.Target(resource, namespace, manifest.name(), false);
        }

        /** created, configured, unchanged or replaced: what the apply will say. */
        String outlook() {
            if (way == Way.REPLACE_JOB) {
                return "replaced";
            }
            return before.isEmpty() ? "created" : isUnchanged() ? "unchanged" : "configured";
        }

        /** Whether the apply has nothing to do: not even whose fields they are changes. */
        boolean isUnchanged() {
            return way == Way.APPLY && Json.same(lasting(before), lasting(after));
        }

        /** Without what controllers keep writing meanwhile. */
        private static Map<String, Object> lasting(Map<String, Object> object) {
            var lasting = Json.copy(object);
            lasting.remove("status");
            Json.set(lasting, null, "metadata", "resourceVersion");
            Json.set(lasting, Json.maps(object, "metadata", "managedFields").stream()
                    .filter(owner -> Json.text(owner, "operation").equals("Apply")).toList(), "metadata", "managedFields");
            return lasting;
        }
    }

    /** @param result created, configured, unchanged or replaced */
    public record Applied(Planned planned, String result, Map<String, Object> object) { }

    /** @param warnings takes the server's warnings, and what is referred to and missing, but can come later */
    public Apply(Cluster cluster, Resources resources, boolean forceConflicts, boolean replaceJobs,
            Consumer<String> warnings) {
        this.cluster = cluster;
        this.resources = resources;
        this.forceConflicts = forceConflicts;
        this.replaceJobs = replaceJobs;
        this.warnings = warnings;
    }

    /**
     * Looks at what would happen.
     *
     * @param secrets the names of those that will have been made before the manifests are applied
     * @throws Problem naming what cannot work, or all that the server refuses; nothing was written
     */
    public List<Planned> plan(List<Manifest> manifests, List<String> secrets) {
        Manifests.refuseDuplicates(manifests, cluster.namespace());
        References.check(manifests, secrets, cluster, resources, warnings);
        resources.discoverAll(manifests.stream().map(Manifest::apiVersion).toList());
        var problems = new ArrayList<String>();
        for (var manifest : manifests) {
            if (resource(manifest) == null && !isDefinedIn(manifests, manifest)) {
                problems.add(manifest.where("apiVersion") + ": the cluster has no " + manifest.apiVersion()
                        + (resources.has(manifest.apiVersion()) ? " " + manifest.kind() : ""));
            }
        }
        Manifests.throwIfAny(problems);
        var plans = cluster.requests().parallel(manifests, attempt(manifest -> plan(manifest, manifests)));
        plans.forEach(plan -> {
            if (plan instanceof Problem problem) {
                problems.add(problem.getMessage());
            }
        });
        Manifests.throwIfAny(problems);
        var planned = plans.stream().map(Planned.class::cast).toList();
        return planned.stream().map(plan -> JobReplacement.isDue(plan, planned)
                ? new Planned(plan.manifest, plan.resource, plan.namespace, Way.REPLACE_JOB, plan.before, plan.after)
                : plan).toList();
    }

    private Planned plan(Manifest manifest, List<Manifest> all) {
        var resource = resource(manifest);
        var namespace = manifest.namespaceOr(cluster.namespace());
        var isNamespaceToCome = resource == null || resource.namespaced() && all.stream()
                .anyMatch(m -> m.kind().equals("Namespace") && m.name().equals(namespace));
        if (resource == null) {
            return new Planned(manifest, null, namespace, Way.APPLY, Map.of(), manifest.object());
        }
        var live = cluster.requests().get(resource.path(namespace) + "/" + manifest.name());
        var before = live.ok() ? live.json() : Map.<String, Object>of();
        var planned = new Planned(manifest, resource, namespace, Way.APPLY, before, manifest.object());
        var answer = send(planned.path(), manifest.object(), true);
        if (answer.code() == 404 && isNamespaceToCome) {
            return planned;
        }
        if (answer.code() == 422 && StrategySwitch.isRefused(manifest, answer)) {
            StrategySwitch.check(cluster.requests(), planned, forceConflicts);
            return new Planned(manifest, resource, namespace, Way.SWITCH_STRATEGY, before, manifest.object());
        }
        if (answer.code() == 422 && JobReplacement.isRefused(manifest, answer)) {
            JobReplacement.check(planned, replaceJobs);
            return new Planned(manifest, resource, namespace, Way.REPLACE_JOB, before, manifest.object());
        }
        refuse(manifest, answer);
        return new Planned(manifest, resource, namespace, Way.APPLY, before, answer.json());
    }

    /**
     * Applies what was planned.
     *
     * @param results takes each result, in the manifests' order
     * @throws Problem when the server refuses something after all; what was applied has been handed out
     */
    public List<Applied> run(List<Planned> plan, Consumer<Applied> results) {
        var applied = new ArrayList<Applied>();
        for (var wave = 0; wave < WAVES.size(); wave++) {
            var problems = new ArrayList<String>();
            for (var result : cluster.requests().parallel(members(plan, wave), attempt(this::run))) {
                if (result instanceof Applied done) {
                    applied.add(done);
                    results.accept(done);
                } else {
                    problems.add(((Problem) result).getMessage());
                }
            }
            if (!problems.isEmpty()) {
                problems.add(0, applied.size() + " of " + plan.size() + " objects were applied, then:");
                Manifests.throwIfAny(problems);
            }
        }
        return applied;
    }

    /** The work, with a Problem for a result rather than thrown: the others' results count too. */
    private static <T> Function<T, Object> attempt(Function<T, Object> work) {
        return item -> {
            try {
                return work.apply(item);
            } catch (Problem problem) {
                return problem;
            }
        };
    }

    private Applied run(Planned planned) {
        if (planned.resource == null) {
            planned = new Planned(planned.manifest, CustomKind.await(cluster.requests(), planned.manifest),
                    planned.namespace, planned.way, planned.before, planned.after);
        }
        if (planned.isUnchanged()) {
            return new Applied(planned, "unchanged", planned.before);
        }
        switch (planned.way) {
            case SWITCH_STRATEGY -> StrategySwitch.prepare(cluster.requests(), planned, forceConflicts);
            case REPLACE_JOB -> JobReplacement.delete(cluster.requests(), planned);
            case APPLY -> { }
        }
        var answer = send(planned.path(), planned.manifest.object(), false);
        refuse(planned.manifest, answer);
        answer.warnings().forEach(warnings);
        return new Applied(planned, planned.outlook(), answer.json());
    }

    private Answer send(String path, Map<String, Object> object, boolean dryRun) {
        return apply(cluster.requests(), path, object, forceConflicts, dryRun);
    }

    static Answer apply(Requests requests, String path, Map<String, Object> object, boolean force, boolean dryRun) {
        return requests.send("PATCH", path + "?fieldManager=" + FIELD_MANAGER + "&fieldValidation=Strict"
                + (force ? "&force=true" : "") + (dryRun ? "&dryRun=All" : ""), "application/apply-patch+yaml", object);
    }

    private static void refuse(Manifest manifest, Answer answer) {
        if (answer.code() == 409) {
            throw Problem.failed(manifest.where() + ": " + manifest.title() + ": " + answer.message().replace("\n", " ")
                    + " (--force-conflicts takes these fields over)");
        }
        var absent = NO_NAMESPACE.matcher(answer.message());
        if (answer.code() == 404 && absent.find()) {
            throw Problem.failed("there is no namespace " + absent.group(1) + ": it has to be made first");
        }
        if (!answer.ok()) {
            throw Problem.failed(manifest.where() + ": " + manifest.title() + " is refused: " + answer.message());
        }
    }

    private Resource resource(Manifest manifest) {
        return resources.of(manifest.apiVersion(), manifest.kind()).orElse(null);
    }

    private static boolean isDefinedIn(List<Manifest> manifests, Manifest custom) {
        return manifests.stream().anyMatch(definition -> CustomKind.defines(definition, custom));
    }

    private static List<Planned> members(List<Planned> plan, int wave) {
        return plan.stream().filter(planned -> wave(planned) == wave).toList();
    }

    private static int wave(Planned planned) {
        if (planned.way == Way.REPLACE_JOB) {
            return REPLACED_JOBS;
        }
        return WAVES.stream().filter(kinds -> kinds.contains(planned.manifest.kind())).map(WAVES::indexOf).findFirst()
                .orElse(OTHERS);
    }
}
