// Runs before each test file. Test files share their process, so each leaves it as it was.
import '../../scripts/engine/environment';
import { afterAll } from 'vitest';
import { closeAll } from './closeAfterFile';
import './equalBytes';

const environment = { ...process.env };

afterAll(async () => {
	await closeAll();
	for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
	Object.assign(process.env, environment);
});
