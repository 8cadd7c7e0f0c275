import {
  type AnalyzedOptions,
  type AnalyzedResource,
  type AnalyzedStackResource,
  analyzeRequest,
  analyzeStackRequest,
  type Examined,
  type PackSummary,
  type PolicyDiagnostic,
  type PolicyPack,
} from "./analyzer";
import { Aborted, type Deployment } from "./deployment";
import { EngineError, messageOf } from "./errors";
import type { PolicyEvent } from "./events";
import type { Goal } from "./goal";
import { masker, SeenSecrets, secretTexts } from "./mask";
import type { ConfiguredProvider } from "./providers";
import type { Inspect } from "./registration";
import type { ResourceState } from "./state";
import { parseReference, parseUrn, rootUrn } from "./urn";
import type { Properties } from "./values";

/** What policy packs looked at in a run, and what they are. What they found has been told as events. */
export interface PolicyReview {
  /** In the order in which they were given; none when they could not be started. */
  readonly packs: readonly PackSummary[];
  /** Mandatory violations. */
  readonly violations: number;
  /** Every violation and every remediation, in the order in which the packs reported them; secrets are masked. */
  readonly findings: readonly PolicyEvent[];
  /** Whether the rules about the stack as a whole were asked: they are not when a step failed before. */
  readonly complete: boolean;
  readonly examined: Examined;
}

/**
 * The policy packs of one run. They start while the plugins and the program do, and the first resource waits for them.
 *
 * Each resource is looked at before it is planned: every pack remediates, then every pack analyses. A mandatory
 * violation ends an update before the resource is touched; a preview goes on, to show all of them.
 */
export class PolicyRun {
  #deployment: Deployment;
  #starting: Promise<readonly PolicyPack[]>;
  #packs: readonly PolicyPack[] = [];
  #resources = new Map<string, AnalyzedResource>();
  #secrets = new SeenSecrets();
  #stack: readonly AnalyzedStackResource[] = [];
  #complete = false;
  #findings: PolicyEvent[] = [];

  constructor(deployment: Deployment, starting: Promise<readonly PolicyPack[]>) {
    this.#deployment = deployment;
    this.#starting = starting.then((packs) => {
      this.#packs = packs;
      return packs;
    });
    this.#starting.catch((error: unknown) => {
      if (deployment.aborted) return;
      deployment.error(messageOf(error));
      deployment.abort(new EngineError("LAB_POLICY", messageOf(error)));
    });
  }

  /** Looks at a resource, and answers its inputs, as the packs want them. */
  readonly inspect: Inspect = async (state, provider, goal, aliases) => {
    const packs = await this.#ready();
    const subject = analyzed(state, provider, goal, aliases);
    let properties = subject.properties;
    this.#secrets.see(properties);
    if (subject.provider) this.#secrets.see(subject.provider.properties);
    // A policy may have dropped a mark that says what is secret.
    const maskOf = (told: number): ((text: string) => string) =>
      masker(told > 0 ? [subject.properties, properties].flatMap((each) => secretTexts(each)) : []);
    try {
      for (const pack of packs) {
        const remediated = await pack.remediate({ ...subject, properties });
        properties = remediated.properties;
        const mask = maskOf(remediated.remediations.length + remediated.diagnostics.length);
        for (const { policyName, packName, description } of remediated.remediations) {
          this.#emit({
            kind: "policy",
            pack: packName,
            policy: policyName,
            level: "remediate",
            urn: state.urn,
            text: mask(description),
            detail: mask(description),
            ...severityOf(pack, policyName),
          });
        }
        this.#tell(remediated.diagnostics, state.urn, mask);
      }
      const checked = { ...subject, properties };
      this.#resources.set(state.urn, checked);
      const request = analyzeRequest(checked, "drop");
      const found = (await Promise.all(packs.map((pack) => pack.analyze(checked, request)))).flat();
      this.#tell(found, state.urn, maskOf(found.length));
    } catch (error) {
      if (error instanceof Aborted) throw error;
      this.#end(this.#secrets.hide(messageOf(error)), state.urn);
    }
    return properties;
  };

  /** Has every pack look at the whole stack, with outputs, unless a step failed before. */
  async inspectStack(outputs: Properties | undefined): Promise<void> {
    const deployment = this.#deployment;
    if (deployment.failing) return;
    const packs = await this.#ready();
    const { project, stack } = deployment.settings;
    const root = rootUrn(stack, project.name);
    this.#stack = [...deployment.news.values()]
      .filter(({ state }) => !state.external)
      .map(({ state }) =>
        this.#stackResource(state.urn === root ? { ...state, outputs: outputs ?? {} } : state),
      )
      .sort((a, b) => (a.urn < b.urn ? -1 : 1));
    const findings = await analyzeStack(packs, this.#stack, root);
    this.#complete = findings.every(({ fault }) => fault === undefined);
    for (const { events, fault } of findings) {
      for (const event of events) this.#emit(event);
      if (fault !== undefined) deployment.error(fault);
    }
  }

  /** Hides in a text, such as a pack prints, the secrets of all that was looked at. */
  hide(text: string): string {
    return this.#secrets.hide(text);
  }

  /** What was looked at. */
  review(): PolicyReview {
    return {
      packs: this.#packs.map(summaryOf),
      violations: this.#deployment.violations,
      findings: this.#findings,
      complete: this.#complete,
      examined: { resources: [...this.#resources.values()], stack: this.#stack },
    };
  }

  /** Resolves when the packs run; rejects when one of them could not be started. */
  started(): Promise<unknown> {
    return this.#starting;
  }

  /** Ends the packs; resolves when they have ended. */
  async close(): Promise<void> {
    await this.#starting.catch(() => undefined);
    await Promise.all(this.#packs.map((pack) => pack.close()));
  }

  async #ready(): Promise<readonly PolicyPack[]> {
    try {
      return await this.#starting;
    } catch (error) {
      throw new Aborted(messageOf(error));
    }
  }

  #tell(diagnostics: readonly PolicyDiagnostic[], urn: string, mask: (text: string) => string): void {
    // The resource is the one that was looked at, whatever the policy says.
    const events = diagnostics.map((diagnostic) => policyEvent(diagnostic, urn, mask));
    for (const event of events) this.#emit(event);
    const isForbidden = events.some(({ level }) => level === "mandatory");
    if (isForbidden && !this.#deployment.settings.dryRun) {
      this.#end(`a mandatory policy is violated by ${urn}`, urn);
    }
  }

  #emit(event: PolicyEvent): void {
    const { mask } = this.#deployment.settings;
    const shown = { ...event, text: mask(event.text), detail: mask(event.detail) };
    if (event.level === "mandatory") this.#deployment.violations += 1;
    this.#findings.push(shown);
    this.#deployment.emit(shown);
  }

  #end(text: string, urn: string): never {
    this.#deployment.error(text, urn);
    this.#deployment.abort(new EngineError("LAB_POLICY", text));
    throw new Aborted(text);
  }

  #stackResource(state: ResourceState): AnalyzedStackResource {
    const reference = state.provider;
    const provider = reference && this.#deployment.find(parseReference(reference).urn)?.state;
    return stackResourceOf(state, provider || undefined, this.#resources.get(state.urn)?.options);
  }
}

/** What one pack says of a stack: events in order, or why it could not say anything. */
export interface StackFindings {
  readonly events: readonly PolicyEvent[];
  readonly fault?: string;
}

/**
 * Has packs look at all resources together, at the same time; what they say comes in the order of the packs.
 *
 * @param root URN of what a finding is about that names none of the resources
 */
export async function analyzeStack(
  packs: readonly PolicyPack[],
  resources: readonly AnalyzedStackResource[],
  root: string,
): Promise<readonly StackFindings[]> {
  const request = analyzeStackRequest(resources);
  const answers = await Promise.allSettled(packs.map((pack) => pack.analyzeStack(resources, request)));
  const known = new Set(resources.map(({ urn }) => urn));
  const isQuiet = answers.every((answer) => answer.status === "fulfilled" && answer.value.length === 0);
  const mask = masker(isQuiet ? [] : resources.flatMap(({ properties }) => secretTexts(properties)));
  return answers.map((answer) => {
    if (answer.status === "rejected") return { events: [], fault: mask(messageOf(answer.reason)) };
    return {
      events: answer.value.map((diagnostic) =>
        policyEvent(diagnostic, diagnostic.urn && known.has(diagnostic.urn) ? diagnostic.urn : root, mask),
      ),
    };
  });
}

/** What a policy says, as it is told: a remedy that left a violation behind forbids. */
export function policyEvent(
  { packName, policyName, enforcementLevel, message, detail, severity }: PolicyDiagnostic,
  urn: string,
  mask: (text: string) => string,
): PolicyEvent {
  return {
    kind: "policy",
    pack: packName,
    policy: policyName,
    level: enforcementLevel === "advisory" ? "advisory" : "mandatory",
    urn,
    text: mask(message),
    detail: mask(detail),
    ...(severity && { severity }),
  };
}

/** A pack without what runs it. */
export function summaryOf({ name, version, dir, policies }: PolicyPack): PackSummary {
  return { name, version, dir, policies };
}

/** A resource of a state, as rules about single resources see it. */
export function resourceOf(state: ResourceState, provider: ResourceState | undefined): AnalyzedResource {
  return {
    type: state.type,
    urn: state.urn,
    name: parseUrn(state.urn).name,
    properties: state.inputs ?? {},
    options: optionsOf(state),
    ...(provider && {
      provider: {
        type: provider.type,
        urn: provider.urn,
        name: parseUrn(provider.urn).name,
        properties: provider.inputs ?? {},
      },
    }),
    sourcePosition: state.sourcePosition,
  };
}

/** A resource of a state, as rules about the whole stack see it. */
export function stackResourceOf(
  state: ResourceState,
  provider: ResourceState | undefined,
  options: AnalyzedOptions = optionsOf(state),
): AnalyzedStackResource {
  return {
    ...resourceOf(state, provider),
    properties: state.outputs ?? {},
    options,
    parent: state.parent,
    dependencies: state.dependencies ?? [],
    propertyDependencies: state.propertyDependencies ?? {},
  };
}

function severityOf(pack: PolicyPack, policy: string): Pick<PolicyEvent, "severity"> {
  const severity = pack.policies.find(({ name }) => name === policy)?.severity;
  return severity === undefined ? {} : { severity };
}

function analyzed(
  state: ResourceState,
  provider: ConfiguredProvider | undefined,
  goal: Goal,
  aliases: readonly string[],
): AnalyzedResource {
  return {
    type: state.type,
    urn: state.urn,
    name: parseUrn(state.urn).name,
    properties: state.inputs ?? {},
    options: { ...optionsOf(state), deleteBeforeReplace: goal.deleteBeforeReplace, aliases },
    provider: provider && { ...provider.subject, properties: provider.inputs },
    sourcePosition: goal.sourcePosition,
  };
}

function optionsOf(state: ResourceState): AnalyzedOptions {
  return {
    protect: state.protect,
    ignoreChanges: state.ignoreChanges,
    customTimeouts: state.customTimeouts,
    additionalSecretOutputs: state.additionalSecretOutputs,
    parent: state.parent,
  };
}
