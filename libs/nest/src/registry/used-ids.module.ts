import { Module } from '@nestjs/common';
import { UsedIdsRepository } from './used-ids.repository';
import { UsedIdsService } from './used-ids.service';

/** The ids of resources and containers, for those who make them. */
@Module({ providers: [UsedIdsRepository, UsedIdsService], exports: [UsedIdsService] })
export class UsedIdsModule {}
