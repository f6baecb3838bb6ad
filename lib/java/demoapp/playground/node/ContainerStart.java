package demoapp.playground.node;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import demoapp.json.Json;

/** The way to a container's start: image, environment, user, creation, start, postStart hook. */
final class ContainerStart {
    private final Kubelet kubelet;
    private final PodWorker pod;
    private final Map<String, Object> spec;
    private final String name;

    ContainerStart(Kubelet kubelet, PodWorker pod, Map<String, Object> spec) {
        this.kubelet = kubelet;
        this.pod = pod;
        this.spec = spec;
        this.name = Json.text(spec, "name");
    }

    /** @param then takes why the container could not be started; null: it runs */
    void begin(Consumer<Reason> then) {
        new ImagePull(kubelet, pod, spec).ensure(failure -> {
            if (failure == null) {
                create(then);
            } else {
                pod.event(spec, "Warning", "Failed", "Error: " + failure.error());
                then.accept(failure);
            }
        });
    }

    private void create(Consumer<Reason> then) {
        Map<String, String> environment;
        try {
            environment = new Environment(kubelet.store(), pod.object()).of(spec, pod.ip(), kubelet.hostIp());
        } catch (Environment.Missing missing) {
            refuse(missing.getMessage(), then);
            return;
        }
        var user = rootRefusal();
        if (user.isPresent()) {
            refuse(user.get(), then);
            return;
        }
        pod.after(0.05, () -> {
            var run = pod.runtime().create(spec);
            pod.event(spec, "Normal", "Created", "Created container: " + name);
            pod.after(0.05, () -> {
                pod.event(spec, "Normal", "Started", "Started container " + name);
                run.start(environment);
                postStart(run, then);
            });
        });
    }

    private void refuse(String message, Consumer<Reason> then) {
        pod.event(spec, "Warning", "Failed", "Error: " + message);
        then.accept(new Reason("CreateContainerConfigError", message));
    }

    /** See verifyRunAsNonRoot in pkg/kubelet/kuberuntime/security_context_others.go. */
    private Optional<String> rootRefusal() {
        if (!Boolean.TRUE.equals(security("runAsNonRoot"))) {
            return Optional.empty();
        }
        var who = "(pod: \"%s\", container: %s)".formatted(pod.fullName(), name);
        if (security("runAsUser") instanceof Number user) {
            return user.longValue() != 0 ? Optional.empty()
                    : Optional.of("container's runAsUser breaks non-root policy " + who);
        }
        return kubelet.images().runsAsRoot(Json.text(spec, "image"))
                ? Optional.of("container has runAsNonRoot and image will run as root " + who) : Optional.empty();
    }

    /** The container's own word goes before the pod's. */
    private Object security(String field) {
        var own = Json.at(spec, "securityContext", field);
        return own != null ? own : Json.at(pod.object(), "spec", "securityContext", field);
    }

    private void postStart(ContainerRun run, Consumer<Reason> then) {
        var hook = Json.map(spec, "lifecycle", "postStart");
        if (hook.isEmpty() || !run.isRunning()) {
            then.accept(null);
            return;
        }
        new Hook(pod, run).run(hook, failure -> {
            if (failure == null) {
                then.accept(null);
                return;
            }
            pod.event(spec, "Warning", "FailedPostStartHook", "PostStartHook failed");
            new PodStop(pod).stop(run, "FailedPostStartHook", pod.gracePeriod(),
                    () -> then.accept(new Reason("PostStartHookError", failure)));
        });
    }
}
