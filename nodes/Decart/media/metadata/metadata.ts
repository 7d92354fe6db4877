/** What an image or a video says about itself. What it does not say, or not clearly, is left out. */
export interface Metadata {
	/** As it is shown, in pixels: a file that asks to be turned has its sides swapped. */
	readonly width?: number;
	readonly height?: number;
	/** Of a video. */
	readonly durationSeconds?: number;
	/** Frames a second, of a video whose frames all last equally long. */
	readonly fps?: number;
}
