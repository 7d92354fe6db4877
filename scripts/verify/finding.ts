/** Something that keeps the package from being published, and where it stands. */
export interface Finding {
	/** A file of the package, or what the finding is about. */
	readonly where: string;
	readonly what: string;
}
