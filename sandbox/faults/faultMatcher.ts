import { seededRandom } from '../util/random';
import type { Fault, FaultPlan, FaultRoute, FaultRule, JobFault } from './faultPlan';

/** What a rule is matched against. */
export interface Target {
	readonly route: FaultRoute | undefined;
	readonly method: string;
	readonly path: string;
}

/** The faults of one request: at most one on the wire and at most one for its job. */
export interface FaultMatch {
	readonly wire?: Exclude<Fault, JobFault>;
	readonly job?: JobFault;
}

/** Decides which requests get a fault. Counts and draws belong to the plan: a new plan starts afresh. */
export class FaultMatcher {
	private rules: RuleState[] = [];

	constructor(private readonly defaultSeed: number) {}

	setPlan(plan: FaultPlan): void {
		const seed = plan.seed ?? this.defaultSeed;
		// Each rule has a generator of its own, so that traffic on one route does not shift the draws of another.
		this.rules = plan.rules.map((rule, index) => new RuleState(rule, seededRandom(seed + index * 7919)));
	}

	/** Asks every rule in turn. To be called once for each request, and once for each connection. */
	match(target: Target): FaultMatch {
		let wire: FaultMatch['wire'];
		let job: JobFault | undefined;
		for (const rule of this.rules) {
			if (wire && job) break;
			const fault = rule.draw(target, (candidate) =>
				candidate.kind === 'job' ? job === undefined : wire === undefined,
			);
			if (fault?.kind === 'job') job = fault;
			else if (fault) wire = fault;
		}
		return { ...(wire && { wire }), ...(job && { job }) };
	}
}

class RuleState {
	private seen = 0;
	private fired = 0;
	private readonly faults: readonly Fault[];

	constructor(
		private readonly rule: FaultRule,
		private readonly random: () => number,
	) {
		this.faults = isList(rule.fault) ? rule.fault : [rule.fault];
	}

	/** A fault, when the rule matches and fires and its kind is still wanted. */
	draw(target: Target, wanted: (fault: Fault) => boolean): Fault | undefined {
		if (!matches(this.rule.on, target) || !this.faults.some(wanted)) return undefined;
		this.seen += 1;
		if (this.seen <= (this.rule.after ?? 0)) return undefined;
		if (this.fired >= (this.rule.times ?? Infinity)) return undefined;
		if (this.random() >= (this.rule.probability ?? 1)) return undefined;
		const choices = this.faults.filter(wanted);
		const fault = choices[Math.floor(this.random() * choices.length)];
		if (fault) this.fired += 1;
		return fault;
	}
}

function matches(on: FaultRule['on'], target: Target): boolean {
	if (on === 'any') return target.route !== undefined && target.route !== 'connection';
	if (typeof on === 'string') return on === target.route;
	if (target.route === 'connection') return false;
	return (on.method ?? target.method) === target.method && new RegExp(on.path).test(target.path);
}

function isList(fault: Fault | readonly Fault[]): fault is readonly Fault[] {
	return Array.isArray(fault);
}
