package demoapp.playground.node;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import demoapp.json.Json;

/**
 * One look of the kubelet at a pod that has to run: reports its status, mounts its volumes, and takes the containers a
 * step on. See Kubelet.SyncPod and the runtime manager's SyncPod.
 */
final class PodSync {
    enum Outcome { DONE, FAILED, TERMINAL }

    private final Kubelet kubelet;
    private final PodWorker pod;
    private final PodView view;
    private final Consumer<Outcome> then;
    private boolean failed;

    PodSync(Kubelet kubelet, PodWorker pod, PodView view, Consumer<Outcome> then) {
        this.kubelet = kubelet;
        this.pod = pod;
        this.view = view;
        this.then = then;
    }

    void run() {
        var status = pod.status().generate(view, false);
        pod.status().set(status);
        if (PodStatus.isTerminal(status)) {
            then.accept(Outcome.TERMINAL);
            return;
        }
        pod.volumes().mount(mounted -> {
            if (mounted) {
                pod.probes().add();
                act(new PodActions(pod.object(), view, pod.probes()));
            } else {
                then.accept(Outcome.FAILED);
            }
        });
    }

    private void act(PodActions actions) {
        if (actions.createSandbox() && view.sandboxes() > 0) {
            kubelet.events().record(pod.object(), "", "Normal", "SandboxChanged",
                    "Pod sandbox changed, it will be killed and re-created.");
        }
        if (actions.killPod()) {
            new PodStop(pod).stopAll(view.running(), pod.gracePeriod(), () -> {
                pod.runtime().stopSandbox();
                if (actions.createSandbox()) {
                    Containers.inits(pod.object()).forEach(init -> view.of(Json.text(init, "name"))
                            .forEach(seen -> pod.runtime().remove(seen.run())));
                }
                prune();
                createSandbox(actions);
            });
        } else {
            kill(actions.toKill(), () -> {
                prune();
                start(actions);
            });
        }
    }

    private void kill(List<PodActions.Kill> kills, Runnable next) {
        if (kills.isEmpty()) {
            next.run();
            return;
        }
        var kill = kills.get(0);
        new PodStop(pod).stop(kill.run(), kill.message(), gracePeriod(kill),
                () -> kill(kills.subList(1, kills.size()), next));
    }

    private long gracePeriod(PodActions.Kill kill) {
        return kill.probe().isEmpty() ? pod.gracePeriod() : Json.number(kill.run().spec(), pod.gracePeriod(),
                kill.probe() + "Probe", "terminationGracePeriodSeconds");
    }

    /** Of each init container only the last run that has ended is kept. */
    private void prune() {
        for (var init : Containers.inits(pod.object())) {
            view.of(Json.text(init, "name")).stream().filter(PodView.Run::isExited).skip(1)
                    .forEach(seen -> pod.runtime().remove(seen.run()));
        }
    }

    private void createSandbox(PodActions actions) {
        if (actions.createSandbox()) {
            pod.after(0.05, () -> {
                pod.runtime().startSandbox(pod.usesHostNetwork() ? kubelet.hostIp() : kubelet.newIp());
                start(actions);
            });
        } else {
            end();
        }
    }

    // Starting

    private void start(PodActions actions) {
        var added = Containers.ephemeral(pod.object()).stream()
                .filter(spec -> pod.runtime().view().of(Json.text(spec, "name")).isEmpty()).toList();
        start(added, false, () -> start(actions.initsToStart(), true, () -> start(actions.toStart(), false, this::end)));
    }

    private void start(List<Map<String, Object>> specs, boolean init, Runnable next) {
        if (specs.isEmpty()) {
            next.run();
            return;
        }
        var spec = specs.get(0);
        start(spec, started -> {
            if (!started && init && !Containers.isSidecar(spec)) {
                end();
            } else {
                start(specs.subList(1, specs.size()), init, next);
            }
        });
    }

    private void start(Map<String, Object> spec, Consumer<Boolean> started) {
        var name = Json.text(spec, "name");
        var backoff = backOff(name, spec);
        if (backoff != null) {
            failed(name, backoff);
            started.accept(false);
            return;
        }
        new ContainerStart(kubelet, pod, spec).begin(reason -> {
            if (reason == null) {
                pod.reasons().remove(name);
            } else {
                failed(name, reason);
            }
            started.accept(reason == null);
        });
    }

    /** Why the container has to wait before it is started again; null: it has not. */
    private Reason backOff(String name, Map<String, Object> spec) {
        var ended = view.of(name).stream().filter(PodView.Run::isExited).findFirst();
        if (ended.isEmpty()) {
            return null;
        }
        var key = "container " + name + " " + spec.get("image");
        var since = ended.get().run().endedAt();
        if (!pod.backoff().isOn(key, since, kubelet.uptime())) {
            pod.backoff().next(key, since, kubelet.uptime());
            return null;
        }
        pod.event(spec, "Warning", "BackOff", "Back-off restarting failed container %s in pod %s"
                .formatted(name, pod.fullName()));
        return new Reason("CrashLoopBackOff", "back-off %s restarting failed container=%s pod=%s"
                .formatted(pod.backoff().wait(key), name, pod.fullName()));
    }

    private void failed(String name, Reason reason) {
        pod.reasons().put(name, reason);
        failed = true;
    }

    private void end() {
        then.accept(failed ? Outcome.FAILED : Outcome.DONE);
    }
}
