package demoapp.kit;

import static demoapp.kit.Session.asking;
import static demoapp.kit.Session.guarded;
import static demoapp.kit.Session.say;
import static demoapp.kit.Session.waiting;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

import demoapp.Console;
import demoapp.Problem;
import demoapp.apply.Deletion;
import demoapp.apply.Masked;
import demoapp.cluster.Cluster;
import demoapp.cluster.IngressHost;
import demoapp.cluster.Resources;
import demoapp.image.BuildContext;
import demoapp.image.ImageBuild;
import demoapp.image.ImageName;
import demoapp.image.SampleApplication;
import demoapp.json.Json;
import demoapp.manifest.Manifests;
import demoapp.manifest.Placeholders;
import demoapp.manifest.Steps;
import demoapp.rollout.ContainerImages;
import demoapp.rollout.Readiness;
import demoapp.rollout.Readiness.Target;
import demoapp.rollout.Revisions;
import demoapp.rollout.Timeline;
import demoapp.rollout.TimelineSvg;
import demoapp.rollout.Workload;
import demoapp.tls.*;

/**
 * For notebooks and JShell: {@code import static demoapp.kit.Kit.*;}, then kubectl's words. What only looks returns a
 * value that shows itself; what waits shows how it goes. Whatever goes wrong is a {@link Mistake} of a line or three.
 */
public final class Kit {
    private static final Duration LONGEST_BUILD = Duration.ofMinutes(30);

    private Kit() { }

    /** Which cluster from now on; "playground" is the simulated one. */
    public static void context(String name) {
        Session.context(name);
    }

    public static void namespace(String name) {
        Session.namespace(name);
    }

    /** How long each call waits at most, such as 90s or 5m. */
    public static void timeout(String duration) {
        Session.timeout(duration);
    }

    /** @param number 1 to 4 */
    public static Step step(int number) {
        return guarded(() -> {
            Steps.check(number);
            return new Step(number, Map.of(), false, false, false);
        });
    }

    /** Applies a step and waits until all of it is ready. */
    public static void apply(Step step) {
        waiting(() -> "", (cluster, console) -> Bringing.up(cluster, step, console));
    }

    /** The same with manifests of your own, in YAML. */
    public static void apply(String yaml) {
        waiting(() -> "", (cluster, console) -> Bringing.up(cluster,
                Manifests.parse(Map.of("cell", yaml), new Placeholders(Map.of())), console));
    }

    /** Changes some fields of an object and leaves the others alone. @param yaml those fields, as far up as the object's own */
    public static void patch(String object, String yaml) {
        asking(cluster -> {
            Patching.patch(cluster, object, yaml);
            say(object + " patched");
            return null;
        });
    }

    /** Deletes a step's objects, but the volume claims only with {@link Step#volumes}. */
    public static void delete(Step step) {
        waiting(() -> "", (cluster, console) -> {
            var resources = new Resources(cluster.requests());
            return gone(cluster, Deletion.targets(step.files(), cluster, resources), step.takesVolumes(), console);
        });
    }

    /** Deletes objects, data too, and waits until they are gone. @param which their labels, or the name of one */
    public static void delete(String kind, String which) {
        waiting(() -> "", (cluster, console) -> {
            var found = Objects.get(cluster, kind, which);
            if (found.size() == 0) {
                throw Problem.failed("there is no " + kind + " " + which + " in namespace " + cluster.namespace());
            }
            var resource = new Resources(cluster.requests()).named(kind).orElseThrow();
            var targets = found.names().stream().map(name -> new Target(resource, cluster.namespace(), name, true)).toList();
            return gone(cluster, targets, true, console);
        });
    }

    private static Shown gone(Cluster cluster, List<Target> targets, boolean volumes, Console console) {
        var said = new ArrayList<List<String>>();
        var going = Deletion.run(cluster.requests(), targets, "--delete-volumes", volumes, false, line -> {
            console.say(line);
            said.add(List.of(line.split(" ", 2)));
        });
        Readiness.await(cluster, going, console).orThrow();
        return new Grid("deleted", List.of("Object", ""), said.stream()
                .map(row -> List.of(row.get(0), Mistake.translated(row.get(1)))).toList());
    }

    /** What kubectl get shows. @param kind any of its names: pods, deploy, pvc */
    public static Objects get(String kind) {
        return get(kind, "");
    }

    /** @param which labels such as component=puma, or the name of one */
    public static Objects get(String kind, String which) {
        return asking(cluster -> Objects.get(cluster, kind, which));
    }

    /** The application's pods with these labels, such as component=puma. */
    public static Objects pods(String selector) {
        return get("pods", selector);
    }

    public static Objects pods() {
        return pods("app=demoapp");
    }

    /** A field, as kubectl's -o jsonpath gives it; "" when there is none. @param object KIND/NAME */
    public static String jsonpath(String object, String path) {
        return asking(cluster -> {
            var parts = object.split("/", 2);
            if (parts.length < 2) {
                throw Problem.usage("'" + object + "' is no KIND/NAME such as deploy/web");
            }
            var found = Objects.get(cluster, parts[0], parts[1]).objects().stream().map(Masked::of).findFirst()
                    .orElseThrow(() -> Problem.failed("there is no " + object + " in namespace " + cluster.namespace()));
            var value = Json.at(found, Stream.of(path.replace("[", ".").replace("]", "").split("\\."))
                    .filter(field -> !field.isEmpty())
                    .map(field -> field.matches("\\d+") ? (Object) Integer.valueOf(field) : field).toArray());
            return value instanceof Map || value instanceof List ? Json.string(value) : value == null ? "" : value.toString();
        });
    }

    /** @param target KIND/NAME, or labels of pods */
    public static LogLines logs(String target) {
        return logs(target, "");
    }

    /** Only the lines in which the regular expression is found. */
    public static LogLines logs(String target, String regex) {
        return asking(cluster -> LogLines.of(cluster, target, regex, false));
    }

    /** The same of the containers before their last restart: why it was. None when nothing was restarted. */
    public static LogLines previousLogs(String target, String regex) {
        return asking(cluster -> LogLines.of(cluster, target, regex, true));
    }

    /** Does not wait: rollout and timeline do. @param name of a Deployment, or KIND/NAME */
    public static void scale(String name, int replicas) {
        changing(name, workload -> workload.scale(replicas), " scaled to " + replicas);
    }

    public static void restart(String name) {
        changing(name, Workload::restart, " restarted");
    }

    /** Back to the revision before. */
    public static void undo(String name) {
        changing(name, workload -> Revisions.of(workload).undo(Revisions.of(workload).previous()), " rolled back");
    }

    /** Builds the sample application's image and brings it onto every node; the playground only learns that it was built. */
    public static void buildImage(String tag) {
        waiting(() -> "", (cluster, console) -> {
            var engine = cluster.context().equals("playground") ? ImageBuild.NO_ENGINE : "";
            var context = BuildContext.of(SampleApplication.folder(), null, List.of());
            var image = new ImageName("", "demoapp", tag);
            var outcome = new ImageBuild(image, context, "", engine, demoapp.image.Target.AUTO, false, false)
                    .run(cluster, Instant.now().plus(LONGEST_BUILD), console, console::print);
            return new Grid("demoapp:" + tag + (outcome.built() ? " was built" : " is there"), List.of("On the nodes"),
                    outcome.nodes().stream().map(List::of).toList());
        });
    }

    /** All of the sample application's containers get the image of that tag. */
    public static void setImage(String tag) {
        asking(cluster -> {
            var images = ContainerImages.parse(List.of(tag));
            Workload.of(cluster, List.of()).stream().filter(images::concerns)
                    .forEach(workload -> say(workload.title() + (images.set(workload) ? " image updated" : " unchanged")));
            return null;
        });
    }

    private static void changing(String name, Consumer<Workload> change, String done) {
        asking(cluster -> {
            Workload.of(cluster, List.of(name)).forEach(workload -> {
                change.accept(workload);
                say(workload.title() + done);
            });
            return null;
        });
    }

    /** Waits until they are rolled out, or says why they are not. @param names none: all of the sample application */
    public static void rollout(String... names) {
        watched(null, names);
    }

    /** The same, and draws what happens to each pod. */
    public static void timeline(String... names) {
        watched(new Timeline(), names);
    }

    private static void watched(Timeline timeline, String... names) {
        waiting(() -> timeline == null ? "" : TimelineSvg.of(timeline), (cluster, console) -> {
            var workloads = Workload.of(cluster, List.of(names));
            var targets = workloads.stream().map(Workload::target).toList();
            var outcome = Readiness.await(cluster, targets, console, Readiness.SETTLE, timeline);
            outcome.orThrow();
            return timeline == null ? Bringing.table("rolled out", outcome) : new Picture(timeline);
        });
    }

    public static Shown diff(Step from, Step to) {
        return guarded(() -> ManifestDiff.of(from, to));
    }

    /** The step's objects and what refers to what; what the step before does not have is marked. */
    public static Shown graph(Step step) {
        return guarded(() -> new Graph(step, step.number() == Steps.FIRST ? null : step(step.number() - 1)));
    }

    /** Which cluster this is, and what is there and missing for the steps. */
    public static Checkup doctor() {
        return doctor(Steps.LAST);
    }

    /** The same for the steps up to this one. */
    public static Checkup doctor(int step) {
        return asking(cluster -> {
            Steps.check(step);
            return new Checkup(cluster, step);
        });
    }

    /** The certificate in a TLS Secret, made if need be. */
    public static Shown tls() {
        return tls(IngressHost.SECRET);
    }

    public static Shown tls(String secret, String... hosts) {
        return asking(cluster -> {
            SecretRequest.usual(secret, SubjectNames.of(List.of(hosts), List.of()), LocalAuthority.standard()).run(cluster)
                    .forEach(Session::say);
            return new CertificateView("secret/" + secret, TlsSecret.of(cluster, secret).certificate().orElseThrow());
        });
    }

    /** Asks step 4's host by https, as a browser that trusts your CA. */
    public static Grid https() {
        return asking(cluster -> {
            var said = new ArrayList<List<String>>();
            new IngressTls(cluster, step(Steps.LAST).manifests(cluster), LocalAuthority.standard())
                    .prove(line -> said.add(List.of(line)));
            return new Grid("https", List.of("Answer"), said.stream().filter(row -> row.get(0).startsWith("https:")).toList());
        });
    }

    /** Runs a Job now as a CronJob would, and waits until it is complete. */
    public static void createJob(String name, String cronJob) {
        waiting(() -> "", (cluster, console) -> Bringing.job(cluster, name, cronJob, console));
    }

    /** Writes a message, as the application's page would; Sidekiq will answer it. */
    public static void write(String message) {
        asking(cluster -> {
            new Application(cluster).write(message);
            say("written: " + message);
            return null;
        });
    }

    /** The messages in the database, as the application tells them. */
    public static Messages messages() {
        return asking(cluster -> Messages.of(new Application(cluster)));
    }

    /** Something that is to be so. @param hint what to do when it is not */
    public static Check check(String what, BooleanSupplier question, String hint) {
        return Check.of(what, question, hint);
    }

    /** Stops the notebook unless all is so. */
    public static void verify(Check... checks) {
        show(Check.table("verify", List.of(checks)));
        var missing = Stream.of(checks).filter(check -> !check.isDone()).toList();
        if (!missing.isEmpty()) {
            throw new Mistake(String.join("\n", missing.stream().map(Check::text).toList()));
        }
    }

    /** Shows a value that is not a cell's last. */
    public static void show(Shown value) {
        if (Screen.CURRENT.isNotebook()) {
            Screen.CURRENT.display(value.html());
        } else {
            say(value.text());
        }
    }
}
