import { Module } from '@nestjs/common';
import { PastEntriesRepository } from './past-entries.repository';
import { PastObjectsService } from './past-objects.service';

/** What objects were, from the audit log. */
@Module({
  providers: [PastEntriesRepository, PastObjectsService],
  exports: [PastEntriesRepository, PastObjectsService],
})
export class PastModule {}
