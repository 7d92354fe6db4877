import { MultipartError, parsePartHeader, type PartHeader } from './partHeader';

/** Takes one part's bytes as they arrive. */
export interface PartSink {
	write(chunk: Buffer): Promise<void>;
	end(): Promise<void>;
}

const HEADER_LIMIT = 16 * 1024;
const HEADER_END = Buffer.from('\r\n\r\n');

/**
 * Reads a multipart form as a stream: `open` is asked for a sink for every part, and no more than one chunk
 * is held at a time. Written here because the usual parsers hide whether a part named a content type, which
 * decides whether the API sees a file. Throws `MultipartError` when the form is malformed or ends early.
 */
export async function parseMultipart(
	source: AsyncIterable<Buffer>,
	boundary: string,
	open: (header: PartHeader) => PartSink,
): Promise<void> {
	const parser = new Parser(boundary, open);
	for await (const chunk of source) await parser.take(chunk);
	parser.finish();
}

type State = 'preamble' | 'delimiter' | 'header' | 'body' | 'epilogue';

class Parser {
	private readonly delimiter: Buffer;
	// The first delimiter may stand at the very start, without the line break that precedes the others.
	private pending: Buffer = Buffer.from('\r\n');
	private state: State = 'preamble';
	private sink: PartSink | undefined;

	constructor(
		boundary: string,
		private readonly open: (header: PartHeader) => PartSink,
	) {
		this.delimiter = Buffer.from(`\r\n--${boundary}`);
	}

	async take(chunk: Buffer): Promise<void> {
		this.pending = Buffer.concat([this.pending, chunk]);
		while (await this.step());
	}

	finish(): void {
		if (this.state !== 'epilogue') throw new MultipartError('The form ends before its closing boundary');
	}

	/** Reads on by one element; false when more bytes are needed. */
	private async step(): Promise<boolean> {
		switch (this.state) {
			case 'preamble':
			case 'body':
				return await this.readToDelimiter();
			case 'delimiter':
				return this.readDelimiterEnd();
			case 'header':
				return this.readHeader();
			case 'epilogue':
				this.pending = Buffer.alloc(0);
				return false;
		}
	}

	private async readToDelimiter(): Promise<boolean> {
		const at = this.pending.indexOf(this.delimiter);
		// What could be the beginning of a delimiter waits for the next chunk.
		const end = at >= 0 ? at : Math.max(0, this.pending.length - this.delimiter.length + 1);
		if (end > 0) await this.sink?.write(this.pending.subarray(0, end));
		if (at < 0) {
			this.pending = this.pending.subarray(end);
			return false;
		}
		this.pending = this.pending.subarray(at + this.delimiter.length);
		this.state = 'delimiter';
		await this.sink?.end();
		this.sink = undefined;
		return true;
	}

	private readDelimiterEnd(): boolean {
		if (this.pending.length < 2) return false;
		if (this.pending.subarray(0, 2).toString('latin1') === '--') {
			this.state = 'epilogue';
			return true;
		}
		const lineEnd = this.pending.indexOf('\r\n');
		if (lineEnd < 0) return this.wait('A boundary line');
		if (this.pending.subarray(0, lineEnd).toString('latin1').trim() !== '') {
			throw new MultipartError('A boundary is followed by text');
		}
		// The line break stays: with it a part without headers also ends in a blank line.
		this.pending = this.pending.subarray(lineEnd);
		this.state = 'header';
		return true;
	}

	private readHeader(): boolean {
		const end = this.pending.indexOf(HEADER_END);
		if (end < 0) return this.wait('A part header');
		const header = parsePartHeader(this.pending.subarray(2, end).toString('utf8'));
		this.pending = this.pending.subarray(end + HEADER_END.length);
		this.sink = this.open(header);
		this.state = 'body';
		return true;
	}

	private wait(what: string): false {
		if (this.pending.length > HEADER_LIMIT) throw new MultipartError(`${what} is too long`);
		return false;
	}
}
