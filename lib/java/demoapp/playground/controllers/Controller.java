package demoapp.playground.controllers;

import java.time.Duration;

import demoapp.playground.store.Clock;
import demoapp.playground.store.Registry;
import demoapp.playground.store.Store;

/**
 * One of the controllers: it hears of every change, queues those of its objects that the change concerns, and brings
 * one object at a time nearer to what it should be. Level-triggered: reconcile looks only at the store.
 */
abstract class Controller {
    /** Who Kubernetes' controllers are in managedFields. */
    static final String MANAGER = "kube-controller-manager";

    final Registry registry;
    final Store store;
    final Clock clock;
    private final WorkQueue queue;

    Controller(Registry registry, WorkQueue queue) {
        this.registry = registry;
        this.store = registry.store();
        this.clock = registry.clock();
        this.queue = queue;
        queue.register(this);
    }

    abstract void changed(Store.Change change);

    /** What reconcile will do, with what the controller has to see of the world before the others act. */
    Runnable look(String namespace, String name) {
        return () -> reconcile(namespace, name);
    }

    abstract void reconcile(String namespace, String name);

    final void enqueue(String namespace, String name) {
        queue.add(this, namespace, name);
    }

    final void enqueueAfter(Duration simulated, String namespace, String name) {
        queue.addAfter(simulated, this, namespace, name);
    }
}
