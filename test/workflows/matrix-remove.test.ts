import * as happening from '../model/happenings.ts';
import { describeMatrix } from '../model/matrix.ts';

describeMatrix({
  what: 'a job is removed',
  workflows: ['result'],
  async prepare(stage, cast) {
    const { result } = await stage.archived(cast);
    const stray = Buffer.from('a copy whose answer was lost');
    await stage.service.objects.write({ ...result!, bytes: stray.length, contentType: '', read: async () => stray });
    const source = { bucket: result!.bucket, key: result!.key, versionId: 'v' };
    await stage.service.archive.begin({ jobId: cast.jobId, userId: cast.userId, bytes: 1, source });
  },
  start: ({ service }, cast) => service.starters.deleteJob(cast),
  begin: happening.ARCHIVED,
  model: ['deleted'],
  happenings: [
    happening.upgrades,
    happening.comesAndGoes,
    happening.deletes,
    happening.cancelsMover,
    happening.completesAgain,
    happening.asksAgain,
    happening.thawsEarly,
  ],
});
