import type { AnalyzedResource, AnalyzedStackResource, PolicyDiagnostic, PolicyPack } from "../analyzer";
import { startPacks } from "../analyzer/start-packs";
import { AbortedError, type Deployment } from "../deployment/deployment";
import type { PolicyEvent } from "../deployment/events";
import { messageOf } from "../errors";
import type { InspectResource } from "../register/context";
import type { ResourceState } from "../state";
import { masker, SeenSecrets, secretTexts } from "../values/mask";
import { parseReference, rootUrn } from "../values/urn";
import type { Properties } from "../values/values";
import { registeredResource, stackResource } from "./evidence";
import { evaluateResource, evaluateStack, type PolicyReview, policyEvent, summaryOf } from "./findings";
import { type PackOptions, packContext } from "./pack-context";

/**
 * The policy packs of one run. They start while the plugins and the program do, and the first resource waits for them.
 *
 * Every pack remediates a resource before its step is planned, then every pack evaluates it. A mandatory violation ends an
 * update before the resource is changed; a preview goes on to report all violations.
 */
export class PolicyRun {
  readonly #deployment: Deployment;
  readonly #starting: Promise<readonly PolicyPack[]>;
  readonly #secrets = new SeenSecrets();
  readonly #resources = new Map<string, AnalyzedResource>();
  #packs: readonly PolicyPack[] = [];
  #stack: readonly AnalyzedStackResource[] = [];
  #isComplete = false;

  constructor(deployment: Deployment, options: PackOptions) {
    this.#deployment = deployment;
    this.#starting = this.#start(options);
    this.#starting.catch((error: unknown) => {
      if (!deployment.abortReason) deployment.abortWith("LAB_POLICY", messageOf(error));
    });
  }

  /** Remediates and evaluates a resource, and returns its inputs as the packs want them. */
  readonly inspect: InspectResource = async (state, provider, registration) => {
    const packs = await this.#waitForPacks();
    const resource = registeredResource(state, provider, registration);
    this.#secrets.see(resource.properties);
    if (resource.provider) this.#secrets.see(resource.provider.properties);
    try {
      const properties = await this.#remediate(packs, resource);
      const evaluated = { ...resource, properties };
      this.#resources.set(state.urn, evaluated);
      const diagnostics = await evaluateResource(packs, evaluated);
      this.#report(diagnostics, state.urn, [resource.properties, properties]);
      return properties;
    } catch (error) {
      if (error instanceof AbortedError) throw error;
      throw this.#deployment.abortWith("LAB_POLICY", this.#secrets.hide(messageOf(error)), state.urn);
    }
  };

  /** Has every pack evaluate the whole stack, with outputs, unless a step failed before. */
  async inspectStack(outputs: Properties | undefined): Promise<void> {
    const deployment = this.#deployment;
    if (deployment.hasFailed) return;
    const packs = await this.#waitForPacks();
    const { project, stack } = deployment.settings;
    const root = rootUrn(stack, project.name);
    this.#stack = deployment.stack.registered
      .filter(({ state }) => !state.external)
      .map(({ state }) =>
        this.#stackResource(state.urn === root ? { ...state, outputs: outputs ?? {} } : state),
      )
      .sort((a, b) => (a.urn < b.urn ? -1 : 1));
    const findings = await evaluateStack(packs, this.#stack, root);
    this.#isComplete = findings.every(({ fault }) => fault === undefined);
    for (const { events, fault } of findings) {
      for (const event of events) deployment.emit(event);
      if (fault !== undefined) deployment.reportError(fault);
    }
  }

  /** Returns the packs, the resources that they evaluated, and their findings. */
  review(): PolicyReview {
    return {
      packs: this.#packs.map(summaryOf),
      violations: this.#deployment.violations,
      findings: this.#deployment.findings,
      complete: this.#isComplete,
      examined: { resources: [...this.#resources.values()], stack: this.#stack },
    };
  }

  /** Resolves when the packs run; rejects when one of them could not be started. */
  async waitForStart(): Promise<void> {
    await this.#starting;
  }

  /** Ends the packs; resolves when they have ended. */
  async close(): Promise<void> {
    await this.#starting.catch(() => undefined);
    await Promise.all(this.#packs.map((pack) => pack.close()));
  }

  async #start(options: PackOptions): Promise<readonly PolicyPack[]> {
    const deployment = this.#deployment;
    const context = packContext(options, {
      onInfo: (text, urn) =>
        deployment.emit({ kind: "message", severity: "info", text: this.#secrets.hide(text), urn }),
      onAbort: (listener) => deployment.onAbort(listener),
    });
    this.#packs = await startPacks(options.policyPacks, context);
    return this.#packs;
  }

  async #waitForPacks(): Promise<readonly PolicyPack[]> {
    try {
      return await this.#starting;
    } catch (error) {
      throw new AbortedError(messageOf(error));
    }
  }

  async #remediate(packs: readonly PolicyPack[], resource: AnalyzedResource): Promise<Properties> {
    let { properties } = resource;
    for (const pack of packs) {
      const result = await pack.remediate({ ...resource, properties });
      properties = result.properties;
      const mask = masker(result.remediations.length > 0 ? secretsOf([resource.properties, properties]) : []);
      for (const { policyName, packName, description } of result.remediations) {
        this.#deployment.emit({
          kind: "policy",
          pack: packName,
          policy: policyName,
          level: "remediate",
          urn: resource.urn,
          text: mask(description),
          detail: mask(description),
          ...severityOf(pack, policyName),
        });
      }
      this.#report(result.diagnostics, resource.urn, [resource.properties, properties]);
    }
    return properties;
  }

  /**
   * Reports violations by a resource, without its secrets: those that it had before remediations as well, since a policy may
   * drop the mark of a secret.
   *
   * @throws {AbortedError} in an update, when one is mandatory
   */
  #report(diagnostics: readonly PolicyDiagnostic[], urn: string, properties: readonly Properties[]): void {
    if (diagnostics.length === 0) return;
    const mask = masker(secretsOf(properties));
    // The resource is the one that was evaluated, whatever the policy names.
    const events = diagnostics.map((diagnostic) => policyEvent(diagnostic, urn, mask));
    for (const event of events) this.#deployment.emit(event);
    const isForbidden = events.some(({ level }) => level === "mandatory");
    if (isForbidden && !this.#deployment.settings.dryRun) {
      throw this.#deployment.abortWith("LAB_POLICY", `${urn} violates a mandatory policy`, urn);
    }
  }

  #stackResource(state: ResourceState): AnalyzedStackResource {
    const provider =
      state.provider === undefined
        ? undefined
        : this.#deployment.stack.find(parseReference(state.provider).urn)?.state;
    return stackResource(state, provider, this.#resources.get(state.urn)?.options);
  }
}

function secretsOf(properties: readonly Properties[]): readonly string[] {
  return properties.flatMap((each) => secretTexts(each));
}

function severityOf(pack: PolicyPack, policy: string): Pick<PolicyEvent, "severity"> {
  const severity = pack.policies.find(({ name }) => name === policy)?.severity;
  return severity === undefined ? {} : { severity };
}
