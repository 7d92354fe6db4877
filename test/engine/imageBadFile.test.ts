import { sample } from '../../scripts/samples/media';
import { CAT, expectRefusals, withJson, type BadInput } from './badInputSupport';
import { imageStage } from './imageSupport';

const textFile = { bytes: Buffer.from('Dear diary,\nthis is no image.\n'), fileName: 'notes.txt' };

const FILES: readonly BadInput[] = [
	{
		what: 'an item without any file',
		bad: {},
		problem: 'data is required',
		inEditor: 'Image Binary Field: the item has no file "data", nor any other',
		advice: 'Correct "Image Binary Field" in this node',
	},
	{
		what: 'a binary field that the item does not have',
		bad: { files: { photo: CAT, 'my photo': CAT } },
		problem: 'data is required',
		inEditor: 'Image Binary Field: the item has no file "data"; it has "photo", "my photo"',
	},
	{
		what: 'an expression that gives no file',
		parameters: { dataBinary: '={{ $json.nothing ? undefined : $binary.data }}' },
		bad: withJson({ nothing: true }),
		problem: 'data is required',
		inEditor: 'Image Binary Field: the expression gives no file',
	},
	{
		what: 'an empty file',
		bad: { files: { data: { ...CAT, bytes: Buffer.alloc(0) } } },
		problem: 'data is empty',
		inEditor: 'Image Binary Field: the file cat.png has no bytes',
	},
	{
		what: 'a text file',
		bad: { files: { data: { ...textFile, mimeType: 'text/plain' } } },
		problem: 'data must be an image',
		inEditor: 'Image Binary Field: the file notes.txt is text/plain, not an image',
	},
	{
		what: 'a text file that says it is an image',
		bad: { files: { data: { ...textFile, fileName: 'notes.png', mimeType: 'image/png' } } },
		problem: 'data must be an image',
		inEditor: 'Image Binary Field: the file notes.png is text/plain, not an image',
	},
	{
		what: 'a video',
		bad: { files: { data: sample('coffee-zoom.mp4') } },
		problem: 'data must be an image',
		inEditor: 'Image Binary Field: the file coffee-zoom.mp4 is video/mp4, not an image',
	},
	{
		what: 'a missing reference image',
		parameters: { referenceImageSource: 'binary', referenceImageBinary: '={{ $json.field ?? "data" }}' },
		bad: withJson({ field: 'glasses' }),
		problem: 'reference_image is required',
		inEditor: 'Reference Image Binary Field: the item has no file "glasses"; it has "data"',
		advice: 'Correct "Reference Image Binary Field" in this node',
	},
];

const URLS: readonly BadInput[] = [
	...[
		{
			what: 'no URL',
			url: '',
			problem: 'data is required',
			inEditor: 'Image URL: enter the URL of the file',
		},
		{
			what: 'a URL without a scheme',
			url: 'example.com/cat.png',
			problem: 'data must be a URL that begins with http:// or https://',
			inEditor: 'Image URL: it must begin with https:// or http://',
		},
		{
			what: 'an ftp URL',
			url: 'ftp://127.0.0.1/cat.png',
			problem: 'data must be an http or https URL, not ftp:',
			inEditor: 'Image URL: it must begin with https:// or http://, not ftp:',
		},
		{
			what: 'a file URL',
			url: 'file:///etc/hostname',
			problem: 'data must be an http or https URL, not file:',
			inEditor: 'Image URL: it must begin with https:// or http://, not file:',
		},
		{
			what: 'a data URL',
			url: 'data:image/png;base64,AAAA',
			problem: 'data must be an http or https URL, not data:',
			inEditor: 'Image URL: it must begin with https:// or http://, not data:',
		},
	].map(({ url, ...rest }) => ({
		...rest,
		parameters: { dataSource: 'url', dataUrl: '={{ $json.url }}' },
		bad: { json: { url } },
	})),
];

await expectRefusals(await imageStage(), [...FILES, ...URLS]);
