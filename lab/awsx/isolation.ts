import { AsyncLocalStorage } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";

/** One construction under way. */
interface Construction {
  fail(reason: unknown): void;
}

const currentConstruction = new AsyncLocalStorage<Construction>();
// Internal to the SDK, whose own provider server ends each construction with it.
const { waitForRPCs } = pulumi.runtime as unknown as { waitForRPCs(): Promise<void> };

/**
 * Runs one construction such that a rejection which nobody awaits, as a child that fails to register leaves behind,
 * fails this construction only, and answers when its other children have been dealt with.
 *
 * @throws what the construction threw, or the first rejection left behind
 */
export function isolateConstruction<Result>(construct: () => Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    let failed = false;
    const fail = (reason: unknown) => {
      if (failed) return;
      failed = true;
      waitForRPCs().then(
        () => reject(reason),
        () => reject(reason),
      );
    };
    currentConstruction.run({ fail }, () => {
      // An answer before the last child is registered would let the engine finish without it.
      construct()
        .then(async (result) => {
          await waitForRPCs();
          if (!failed) resolve(result);
        })
        .catch(fail);
    });
  });
}

/**
 * Has a rejection that nobody awaits fail the construction it belongs to. The SDK's provider server fails every one
 * under way instead, so that a region would take the others with it; it keeps those that belong to none.
 */
export function isolateRejections(): void {
  const others = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", (reason, promise) => {
    const construction = currentConstruction.getStore();
    if (construction) construction.fail(reason);
    else for (const listener of others) listener(reason, promise);
  });
}
